/** A table, or nothing where it would have no row. Empty columns at its end are left out. */
export function table(heads: string[], rows: string[][]): string[] {
  if (rows.length === 0) return [];
  const used = heads.filter((_, at) => rows.some((row) => row[at]));
  const at = used.map((head) => heads.indexOf(head));
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(used),
    line(used.map(() => "---")),
    ...rows.map((row) => line(at.map((each) => cell(row[each] ?? "")))),
    "",
  ];
}

/** With its title, where there is something to show. */
export function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, "", ...lines];
}

export function code(text: string): string {
  return `\`${text}\``;
}

export function linkTo(name: string): string {
  return `[${name}](${name}.md)`;
}

/** One blank line between blocks, one end of line at the end. */
export function page(lines: string[]): string {
  return `${lines.join("\n").trimEnd()}\n`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
}
