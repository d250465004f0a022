/**
 * A fault in a person's words: a predicate that follows the path of the value ("is missing"), and what to write.
 * zod carries one string, so the two travel as its lines; `parse` takes them apart.
 */
export function words(predicate: string, fix: string): string {
  return `${predicate}\n${fix}`;
}

/** For a schema: `z.string().regex(SIZE, fault("not a size", 'write "512Mi" or "8Gi"'))`. */
export function fault(not: string, fix: string) {
  return { error: ({ input }: { input?: unknown }) => words(isWhat(input, not), fix) };
}

/** The same where a person may have pasted a secret by mistake: the value is never repeated. */
export function silentFault(not: string, fix: string) {
  return {
    error: ({ input }: { input?: unknown }) =>
      words(input === undefined ? "is missing" : `is ${not} (not shown: it may be a secret)`, fix),
  };
}

function isWhat(input: unknown, not: string): string {
  return input === undefined ? "is missing" : `is ${shown(input)}, which is ${not}`;
}

const LONGEST = 60;

/** A value as the person wrote it, or what kind of thing it is where it would fill the screen. */
export function shown(input: unknown): string {
  if (input === undefined || input === null) return "nothing";
  if (Array.isArray(input)) return "a list";
  if (typeof input === "object") return "an object";
  if (typeof input === "string" && input.length > LONGEST) return "a long text";
  return JSON.stringify(input) ?? `a ${typeof input}`;
}
