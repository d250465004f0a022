const LONGEST = 1_200;

/** A text in passages that a model can compare: whole paragraphs where they are short enough, and nothing left out. */
export function passagesOf(text: string): string[] {
  const passages: string[] = [];
  let open = "";
  for (const paragraph of text.replace(/\r\n?/g, "\n").split(/\n{2,}/)) {
    for (const piece of pieces(paragraph.trim())) {
      if (open && open.length + piece.length + 2 > LONGEST) {
        passages.push(open);
        open = "";
      }
      open = open ? `${open}\n\n${piece}` : piece;
    }
  }
  return open ? [...passages, open] : passages;
}

/** Cut between words where there are any, and never within what two halves of a character make. */
function* pieces(paragraph: string): Generator<string> {
  let rest = paragraph;
  while (rest.length > LONGEST) {
    const head = rest.slice(0, LONGEST);
    const space = head.search(/\s\S*$/);
    const cut = space > LONGEST / 2 ? space : LONGEST - (/[\uD800-\uDBFF]$/.test(head) ? 1 : 0);
    yield rest.slice(0, cut).trim();
    rest = rest.slice(cut).trim();
  }
  if (rest) yield rest;
}
