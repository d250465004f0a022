import * as z from "zod";

const UNITS: Record<string, number> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};
const FORM = /^(\d+(?:\.\d+)?) ?(B|kB|MB|GB|KiB|MiB|GiB)$/;

/** `"64kB"`, `"1.5 GiB"`: bytes, once read. */
export const size = z
  .string({ error: 'must be a size: write "64kB", "2MB" or "1GiB"' })
  .regex(FORM, { error: 'is no size: write "64kB", "2MB" or "1GiB"' })
  .transform((text) => {
    const [, count, unit] = FORM.exec(text) ?? [];
    return Math.round(Number(count) * (UNITS[unit ?? ""] ?? 1));
  });
