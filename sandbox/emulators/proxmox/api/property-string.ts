import type { Parameter } from "../description/description.ts";

export type PropertyString = Record<string, string>;

/**
 * Takes apart what the vendor writes in one text: "virtio=BC:24:11:00:00:01,bridge=vmbr0". A value without a key
 * is that of the default key; a key that stands for another (virtio for model and macaddr) is written out.
 */
export function parsePropertyString(text: string, format: Record<string, Parameter> = {}): PropertyString {
  const defaultKey = Object.keys(format).find((key) => format[key]?.default_key) ?? "file";
  const values: PropertyString = {};
  for (const part of text.split(",").filter((each) => each.trim() !== "")) {
    const equals = part.indexOf("=");
    const key = equals < 0 ? defaultKey : part.slice(0, equals).trim();
    const value = part.slice(equals + 1).trim();
    const { alias, keyAlias } = format[key] ?? {};
    if (keyAlias !== undefined) values[keyAlias] = key;
    values[alias ?? key] = value;
  }
  return values;
}

/** The text again, the value of the given key first and without its name. */
export function printPropertyString(values: PropertyString, defaultKey?: string): string {
  const rest = Object.entries(values).filter(([key]) => key !== defaultKey);
  const first = defaultKey !== undefined ? values[defaultKey] : undefined;
  return [...(first === undefined ? [] : [first]), ...rest.map(([key, value]) => `${key}=${value}`)].join(
    ",",
  );
}
