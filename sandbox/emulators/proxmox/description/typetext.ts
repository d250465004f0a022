import type { Parameter } from "./description.ts";

/**
 * The properties that a text such as "[[host=]<id>] [,pcie=<1|0>]" tells of: how the vendor writes the formats
 * that it describes nowhere else. Undefined where the text tells of none.
 */
export function propertiesOfText(text: string): Record<string, Parameter> | undefined {
  const found = [...text.matchAll(/(\[,? ?|^|,)(\[?)([a-z][\w-]*)=(\]?)(<[^>]*>|\\d\+|[^\s[\],]*)/gi)];
  if (found.length === 0) return undefined;
  return Object.fromEntries(
    found.map(([, opening = "", , name = "", isDefault, value = ""]) => [
      name,
      {
        ...meaningOf(value),
        ...(opening.startsWith("[") && { optional: 1 as const }),
        ...(isDefault === "]" && { default_key: 1 as const }),
      },
    ]),
  );
}

function meaningOf(text: string): Parameter {
  const words = text.replace(/^<|>$/g, "");
  if (words === "1|0") return { type: "boolean" };
  if (words === "integer" || words === "\\d+") return { type: "integer" };
  if (/^[\w-]+(\|[\w-]+)+$/.test(words)) return { type: "string", enum: words.split("|") };
  return { type: "string" };
}
