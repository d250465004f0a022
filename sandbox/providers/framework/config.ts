import type { Fields } from "./shape.ts";
import { validate } from "./validate.ts";
import { computed, type Properties, type Value } from "./value.ts";
import type { Checked, Vendor } from "./vendor.ts";

/**
 * The engine asks nothing of a provider of which a part is not known yet, so the first preview of a cluster and
 * all that runs on it would check no object at all. With this in its place the configuration is known, and
 * everything is checked as far as that goes without the API. Outside a preview nothing is unknown.
 */
const notKnownYet = "not known before the update";

/** What the engine keeps for itself among a provider's properties. */
const bookkeeping = new Set(["version", "pluginDownloadURL", "__internal"]);

export function checkConfig(config: Properties, vendor: Vendor): Checked {
  const parsed = parseConfig(config, vendor.config);
  const name = `the configuration of the ${vendor.name} provider`;
  const failures = validate(parsed, { is: "object", name, fields: () => vendor.config });
  const inputs = Object.entries(config).map(([key, value]) => [
    key,
    value === computed ? notKnownYet : value,
  ]);
  return { inputs: Object.fromEntries(inputs), failures: [...failures, ...vendor.checkConfig(parsed)] };
}

export function parseConfig(config: Properties, fields: Fields): Properties {
  const own = Object.entries(config).filter(([key]) => !bookkeeping.has(key));
  return Object.fromEntries(own.map(([key, value]) => [key, parsedValue(value, fields[key]?.shape.is)]));
}

/** The engine carries a provider's configuration as strings: `true` arrives as "true", an object as its JSON. */
function parsedValue(value: Value, type: string | undefined): Value {
  if (value === notKnownYet) return computed;
  if (typeof value !== "string" || type === undefined || type === "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
