import { isObject, type JsonObject } from "../../http/json.ts";

/** The sum of what several steps used, field by field; what only one of them says counts as it is. */
export function added(sum: JsonObject | undefined, usage: JsonObject): JsonObject {
  if (!sum) return usage;
  const total: JsonObject = { ...sum };
  for (const [name, value] of Object.entries(usage)) {
    const before = total[name];
    if (typeof value === "number" && typeof before === "number") total[name] = before + value;
    else if (isObject(value) && isObject(before)) total[name] = added(before, value);
    else if (value !== undefined && value !== null) total[name] = value;
  }
  return total;
}
