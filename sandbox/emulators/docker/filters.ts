import { ApiError } from "../framework/index.ts";

/** The `filters` of a list: names with the values of which one has to hold. */
export class Filters {
  readonly #wanted: Record<string, string[]>;

  constructor(text: string, known: readonly string[]) {
    this.#wanted = parse(text);
    for (const name of Object.keys(this.#wanted))
      if (!known.includes(name)) throw new ApiError(400, `invalid filter '${name}'`);
  }

  values(name: string): string[] | undefined {
    return this.#wanted[name];
  }

  /** Whether any of the wanted values is right, or none is wanted. */
  some(name: string, holds: (wanted: string) => boolean): boolean {
    const wanted = this.#wanted[name];
    return wanted === undefined || wanted.length === 0 || wanted.some(holds);
  }

  labels(labels: Record<string, string> | null): boolean {
    return (this.#wanted.label ?? []).every((wanted) => {
      const [key = "", value] = split(wanted);
      return labels?.[key] !== undefined && (value === undefined || labels[key] === value);
    });
  }

  flag(name: string): boolean | undefined {
    const wanted = this.#wanted[name]?.[0];
    if (wanted === undefined) return undefined;
    if (/^(1|t|true)$/i.test(wanted)) return true;
    if (/^(0|f|false)$/i.test(wanted)) return false;
    throw new ApiError(400, `invalid filter '${name}=[${wanted}]'`);
  }
}

/** A name is a pattern: `web` finds `my-web-2`, `^web$` only itself. */
export function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return name.includes(pattern);
  }
}

function split(text: string): [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** `{"label": ["a=b"]}`, and as older clients write it, `{"label": {"a=b": true}}`. */
function parse(text: string): Record<string, string[]> {
  if (text === "") return {};
  try {
    const given = JSON.parse(text) as Record<string, string[] | Record<string, boolean>>;
    return Object.fromEntries(
      Object.entries(given).map(([name, values]) => [
        name,
        Array.isArray(values) ? values.map(String) : Object.keys(values),
      ]),
    );
  } catch {
    throw new ApiError(400, `invalid filter`);
  }
}
