/** In a fence longer than any in the text: what a program says must not end it. */
export function fenced(text: string, language = ""): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Whole lines, as many as there is room for. */
export function shortened(text: string, room: number): string {
  if (Buffer.byteLength(text) <= room) return text;
  const lines = text.split("\n");
  let [kept, size] = [0, 0];
  for (; kept < lines.length; kept++) {
    size += Buffer.byteLength(lines[kept] ?? "") + 1;
    if (size > room) break;
  }
  return `${lines.slice(0, kept).join("\n")}\n… and ${lines.length - kept} lines more, in the log of the run`;
}
