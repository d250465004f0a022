/**
 * Text that a library writes, as YAML, with things inside that are not yet text: `hold` gives what stands in the place of
 * one meanwhile, in characters that every notation puts in quotes.
 */
export function heldText<Thing>(write: (hold: (thing: Thing) => string) => string): (string | Thing)[] {
  const held: Thing[] = [];
  const text = write((thing) => `@@${held.push(thing) - 1}@@`);
  return text
    .split(/@@(\d+)@@/)
    .map((piece, at) => (at % 2 ? (held[Number(piece)] as Thing) : piece))
    .filter((piece) => piece !== "");
}
