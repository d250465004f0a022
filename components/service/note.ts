/** What begins the name of every waiver on a resource. */
export const PREFIX = "homelab/waive.";
const NOTE = /^until (\d{4}-\d{2}-\d{2}): because (.*\S.*)$/s;

interface Excuse {
  because: string;
  until: string;
}

/** Waivers as annotations or labels, so that whoever judges a resource finds its excuse on it. */
export function notesOf(waive: Record<string, Excuse>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(waive).map(([rule, { until, because }]) => [
      noteName(rule),
      `until ${until}: because ${because}`,
    ]),
  );
}

export function noteName(rule: string): string {
  return `${PREFIX}${rule}`;
}

export function readNote(note: string): Excuse | undefined {
  const [, until, because] = NOTE.exec(note) ?? [];
  return until && because && isDay(until) ? { until, because } : undefined;
}

/** The thirty-first of February has the form of a day. */
function isDay(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text);
}
