import { Refusal } from "../framework/refusal.ts";
import { isObject, type Properties, type Value } from "../framework/value.ts";

/** `all`, a number, `device=0,1` or `count=2,driver=nvidia,capabilities=utility`, as on Docker's command line. */
export function deviceRequestOf(text: string): Properties {
  const request = { Driver: "", Count: 0, DeviceIDs: [] as string[], Options: {} };
  const capabilities = new Set(["gpu"]);
  // A quoted part may hold commas of its own: "device=0,1".
  const plain = text.trim().replace(/^(["'])(.*)\1$/, "$2");
  const parts = /^device=[^=]*$/.test(plain)
    ? [plain]
    : [...plain.matchAll(/"([^"]*)"|[^,]+/g)].map((m) => m[1] ?? m[0]);
  for (const part of parts) {
    const [key = "", value] = part.split(/=(.*)/s);
    if (value === undefined) request.Count = countOf(key, text);
    else if (key === "count") request.Count = countOf(value, text);
    else if (key === "device") request.DeviceIDs.push(...value.split(","));
    else if (key === "driver") request.Driver = value;
    else if (key === "capabilities") for (const each of value.split(",")) capabilities.add(each);
    else
      throw new Refusal(
        `gpus cannot be ${JSON.stringify(text)}: ${key} is none of count, device, driver, capabilities`,
      );
  }
  if (request.Count === 0 && request.DeviceIDs.length === 0) request.Count = -1;
  return { ...request, Capabilities: [[...capabilities]] };
}

function countOf(text: string, whole: string): number {
  if (text === "all") return -1;
  if (/^\d+$/.test(text)) return Number(text);
  throw new Refusal(`gpus cannot be ${JSON.stringify(whole)}: it is "all", a number of GPUs, or device=0,1`);
}

/** The other way round, where one word can say it. */
export function gpusOf(requests: Value | undefined): string | undefined {
  const [request, ...more] = Array.isArray(requests) ? requests.filter(isObject) : [];
  if (!request) return "";
  if (more.length > 0) return undefined;
  const ids = request.DeviceIDs;
  if (Array.isArray(ids) && ids.length > 0) return `device=${ids.join(",")}`;
  const asked = JSON.stringify(request.Capabilities ?? []);
  return request.Count === -1 && /"gpu"/i.test(asked) ? "all" : undefined;
}
