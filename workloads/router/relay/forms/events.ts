/** Where the last complete event ends; zero where there is none. A blank line ends it, in any of three line endings. */
export function lastBoundary(data: Buffer): number {
  const length = data.length;
  if (length >= 2 && data[length - 1] === LF && data[length - 2] === LF) return length;
  return Math.max(
    after(data.lastIndexOf("\n\n"), 2),
    after(data.lastIndexOf("\n\r\n"), 3),
    after(data.lastIndexOf("\r\r"), 2),
  );
}

/** The bounds of the event that `at` lies in. */
export function eventAround(data: Buffer, at: number): { start: number; end: number } {
  const before = data.subarray(0, at);
  const rest = [
    after(data.indexOf("\n\n", at), 2),
    after(data.indexOf("\n\r\n", at), 3),
    after(data.indexOf("\r\r", at), 2),
  ];
  const ends = rest.filter((end) => end > 0);
  return { start: lastBoundary(before), end: ends.length > 0 ? Math.min(...ends) : data.length };
}

const LF = 0x0a;

function after(found: number, length: number): number {
  return found < 0 ? 0 : found + length;
}

/** What an event says, without the names of its fields. */
export function dataOf(event: string): string {
  return event
    .split(/\r\n|\n|\r/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(line[5] === " " ? 6 : 5))
    .join("\n");
}
