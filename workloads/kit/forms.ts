import * as z from "zod";

/** A setting is text: each form says what is wrong with it, and what to write. */
export function whole(from: number, to: number, example: number) {
  const error = `is not a whole number from ${from} to ${to}; write one, such as ${example}`;
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .pipe(z.int(error).min(from, error).max(to, error));
}

export function oneOf<const Names extends readonly string[]>(names: Names) {
  return z.enum(names, { error: `is not one of ${names.join(", ")}; write one of them` });
}

export function address(protocol: RegExp, example: string) {
  return z.url({ protocol, error: `is not an address; write one such as ${example}` });
}

const KIB = 1024;
const units = { "": 1, KiB: KIB, MiB: KIB ** 2, GiB: KIB ** 3, TiB: KIB ** 4 };

/** In bytes. */
export const size = z
  .string()
  .regex(
    /^[1-9]\d{0,9}(KiB|MiB|GiB|TiB)?$/,
    "is not a size; write a number of bytes, or one such as 32MiB or 2GiB",
  )
  .transform((text) => {
    const [, number, unit = ""] = /^(\d+)(.*)$/.exec(text) as RegExpExecArray;
    return Number(number) * units[unit as keyof typeof units];
  });

/** A line for each: its name, a space, its key. */
const NAME_AND_KEY = /^([a-z0-9_-]+)[ \t]+(\S{16,})$/i;

/** Keys by the names of those whom they were given to. No line of them is ever told. */
export function namedKeys(missing: string, example: string) {
  return z.string(missing).transform((text, context) => {
    const lines = text.split("\n").flatMap((line) => line.trim() || []);
    const all = lines.map((line) => NAME_AND_KEY.exec(line)?.slice(1) ?? []);
    const wrong = all.findIndex((each) => each.length === 0);
    if (wrong >= 0)
      context.addIssue(
        `has a line (${wrong + 1}) that is no name and key; write "${example}", a space, and what "openssl rand -hex 24" says`,
      );
    return Object.fromEntries(all) as Record<string, string>;
  });
}
