/** Whether the whole of `text` fits a pattern in which `*` stands for anything, nothing included. */
export function fits(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? "";
  if (!text.startsWith(first)) return false;
  // Each piece at its earliest place: no going back, so a long pattern costs no more than its length.
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** What a pattern spells out before its first `*`. */
export function spelledOut(pattern: string): string {
  return pattern.split("*", 1)[0] ?? "";
}
