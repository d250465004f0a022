import {
  boolean,
  defaulting,
  integer,
  list,
  object,
  oneOf,
  replacing,
  string,
} from "../../framework/shape.ts";
import type { Properties, Value } from "../../framework/value.ts";
import type { Client, Form } from "../client.ts";
import type { Kind } from "../kind.ts";
import { part, text } from "../words.ts";
import { base, hashed, items, selected, selector } from "./firewall-place.ts";

const rule = object("rule", {
  action: string,
  comment: defaulting(string, ""),
  dest: defaulting(string, ""),
  dport: defaulting(string, ""),
  enabled: defaulting(boolean, true),
  iface: defaulting(string, ""),
  log: defaulting(string, ""),
  macro: defaulting(string, ""),
  pos: integer,
  proto: defaulting(string, ""),
  securityGroup: defaulting(string, ""),
  source: defaulting(string, ""),
  sport: defaulting(string, ""),
  type: oneOf("in", "out", "forward"),
});

const texts = ["comment", "dest", "dport", "iface", "log", "macro", "proto", "source", "sport"];

function ruleForm(given: Properties): Form {
  const said = texts.filter((key) => given[key]).map((key) => [key, String(given[key])]);
  const what = given.securityGroup
    ? { type: "group", action: String(given.securityGroup) }
    : { type: String(given.type), action: String(given.action) };
  return { ...what, enable: given.enabled === false ? 0 : 1, ...Object.fromEntries(said) };
}

function toldRule(live: Properties): Properties {
  const said = Object.fromEntries(texts.map((key) => [key, String(live[key] ?? "")]));
  const what: Properties =
    live.type === "group"
      ? { securityGroup: live.action ?? "" }
      : { securityGroup: "", type: live.type ?? "", action: live.action ?? "" };
  return { ...said, ...what, enabled: Number(live.enable ?? 0) === 1 };
}

/** A list whose order is its meaning: where it differs, it is written anew from there on. */
function rulesAt(path: (inputs: Properties) => string): Pick<Kind, "settle"> & {
  read(client: Client, inputs: Properties, signal: AbortSignal): Promise<Properties[]>;
} {
  const read = async (client: Client, inputs: Properties, signal: AbortSignal) => {
    const live = await client.list({ path: path(inputs), signal });
    return live.toSorted((a, b) => Number(a.pos) - Number(b.pos)).map(toldRule);
  };
  return {
    read,
    async settle(client, inputs, signal) {
      const wanted = items(inputs.rules);
      const there = await read(client, inputs, signal);
      const same = (index: number) =>
        JSON.stringify(sorted(ruleForm(wanted[index] ?? {}))) ===
        JSON.stringify(sorted(ruleForm(there[index] ?? {})));
      const from = wanted.findIndex((_, index) => index >= there.length || !same(index));
      const start = from < 0 ? wanted.length : from;
      for (let pos = there.length - 1; pos >= start; pos -= 1)
        await client.drop({ path: `${path(inputs)}/${pos}`, signal });
      for (const [index, each] of wanted.slice(start).entries())
        await client.call({
          method: "POST",
          path: path(inputs),
          form: { ...ruleForm(each), pos: start + index },
          signal,
        });
    },
  };
}

function sorted(form: Form): [string, unknown][] {
  return Object.entries(form).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const rulesField = { field: list(rule), api: "rules", write: () => undefined, read: (value: Value) => value };
const ofPlace = rulesAt((inputs) => `${base(inputs)}/rules`);
const ofGroup = rulesAt((inputs) => `/cluster/firewall/groups/${part(inputs.name)}`);

export const rules: Kind = {
  name: "RulesLegacy",
  properties: { ...selector, rules: rulesField },
  ...ofPlace,
  id: (inputs) => hashed("rules", `${base(inputs)}/rules`),
  named: selected,
  one: (inputs) => `${base(inputs)}/options`,
  silent: "always",
  async find(client, inputs, signal) {
    const all = await ofPlace.read(client, inputs, signal);
    return all.length > 0 ? { rules: all } : {};
  },
  async remove(client, inputs, signal) {
    await ofPlace.settle?.(client, { ...inputs, rules: [] }, signal);
  },
};

export const group: Kind = {
  name: "GroupLegacy",
  autoname: true,
  properties: {
    ...selector,
    comment: text("comment", defaulting(string, "")),
    name: text("group", replacing(string)),
    rules: rulesField,
  },
  ...ofGroup,
  unsets: "default",
  writes: "POST",
  id: ({ name }) => String(name),
  named: (id) => ({ name: id }),
  list: () => "/cluster/firewall/groups",
  one: () => "/cluster/firewall/groups",
  changes: ({ name }) => ({ group: String(name), rename: String(name) }),
  async find(client, inputs, signal) {
    const all = await client.list({ path: "/cluster/firewall/groups", signal });
    const found = all.find((each) => each.group === inputs.name);
    if (!found) return undefined;
    const told = await ofGroup.read(client, inputs, signal);
    return { ...found, ...(told.length > 0 && { rules: told }) };
  },
  async remove(client, inputs, signal) {
    if (!(await group.find?.(client, inputs, signal))) return;
    await ofGroup.settle?.(client, { ...inputs, rules: [] }, signal);
    await client.drop({ path: `/cluster/firewall/groups/${part(inputs.name)}`, signal });
  },
};
