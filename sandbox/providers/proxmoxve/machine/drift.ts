import { equal, isObject, type Properties, type Value } from "../../framework/value.ts";
import { kept } from "./kept.ts";
import { defaultOf, defaultsOf, filledByApi, forProvider } from "./table.ts";

/**
 * The inputs as they are now: what the program says, as the machine has it; and what it does not say, where the
 * machine differs there from what it would have without a word.
 */
export function inputsNow(before: Properties, told: Properties): Properties {
  const importing = Object.keys(before).length === 0;
  const now: Properties = { ...kept(before, ["__defaults", ...Object.keys(forProvider)]) };
  for (const [key, value] of Object.entries(told)) {
    const old = before[key];
    if (old !== undefined) now[key] = shapedLike(old, value);
    else if (importing ? !isDefault(key, value) : !filledByApi.has(key) && !isDefault(key, value))
      now[key] = value;
  }
  // A machine that says nothing of a pool may have been put into one by a resource of its own.
  if (before.poolId === "") now.poolId = "";
  if (before.vmId !== undefined) now.vmId = before.vmId;
  if (before.macAddresses !== undefined) now.macAddresses = before.macAddresses;
  return now;
}

function isDefault(key: string, value: Value): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (value === "" || equal(value, defaultOf(key) ?? null)) return true;
  if (!isObject(value)) return false;
  const defaults = defaultsOf(key);
  return Object.entries(value).every(([name, each]) => equal(each, defaults[name] ?? "") || each === "");
}

/** Of a block, what the program says of it; a list whole, for an item more is a difference. */
function shapedLike(old: Value, value: Value): Value {
  if (isObject(old) && isObject(value))
    return Object.fromEntries(
      Object.keys({ ...old, ...value }).flatMap((key): [string, Value][] => {
        const a: Value | undefined = old[key];
        const b: Value | undefined = value[key];
        if (a === undefined)
          return b === undefined || isNothing(b) || key === "pathInDatastore" || key === "units"
            ? []
            : [[key, b]];
        return b === undefined ? (isNothing(a) ? [[key, a]] : []) : [[key, shapedLike(a, b)]];
      }),
    );
  if (Array.isArray(old) && Array.isArray(value)) {
    const sorted = (list: Value[]) => list.map(String).toSorted();
    if (old.every((each) => typeof each === "string") && equal(sorted(old), sorted(value))) return old;
    return value.map((each, index) => (old[index] === undefined ? each : shapedLike(old[index], each)));
  }
  return value;
}

function isNothing(value: Value): boolean {
  return (
    value === "" ||
    value === false ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0) ||
    (isObject(value) && Object.values(value).every(isNothing))
  );
}
