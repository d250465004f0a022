import { listItems } from "../api/formats.ts";
import { type Call, type Handlers, parsePropertyString, type Section } from "../api/index.ts";

const nested = [
  "crs",
  "ha",
  "tag-style",
  "migration",
  "webauthn",
  "next-id",
  "notify",
  "user-tag-access",
  "replication",
  "location",
];

function optionsOf({ datacenter }: Call) {
  return datacenter.collection<Section>("options");
}

/** The settings of the whole cluster: what is written as one text is told as an object. */
export const optionsHandlers: Handlers = {
  "GET /cluster/options": (call) => {
    const options = optionsOf(call).get("datacenter") ?? {};
    const told = Object.entries(options).map(([key, value]) => [key, toldOf(key, String(value), value)]);
    return { keyboard: "en-us", mac_prefix: "BC:24:11", ...Object.fromEntries(told) };
  },
  "PUT /cluster/options": (call) => {
    const { delete: gone, ...given } = call.parameters;
    const options = { ...optionsOf(call).get("datacenter"), ...given };
    for (const key of listItems(String(gone ?? ""))) delete options[key];
    optionsOf(call).put("datacenter", options);
    return null;
  },
};

function toldOf(key: string, text: string, value: unknown): unknown {
  if (key === "registered-tags") return listItems(text);
  if (!nested.includes(key)) return value;
  const { "user-allow-list": tags, ...rest } = parsePropertyString(text, { type: { default_key: 1 } });
  const typed = Object.entries(rest).map(([name, each]) => [name, /^\d+$/.test(each) ? Number(each) : each]);
  return { ...Object.fromEntries(typed), ...(tags !== undefined && { "user-allow-list": tags.split(";") }) };
}
