import * as z from "zod";

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const FORM = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** `"500ms"`, `"30s"`, `"10m"`: milliseconds, once read. */
export const duration = z
  .string({ error: 'must be a duration: write "500ms", "30s", "10m" or "1h"' })
  .regex(FORM, { error: 'is no duration: write "500ms", "30s", "10m" or "1h"' })
  .transform((text) => {
    const [, count, unit] = FORM.exec(text) ?? [];
    return Math.round(Number(count) * (UNITS[unit ?? ""] ?? 1));
  });
