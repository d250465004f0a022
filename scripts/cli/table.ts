import { colours, width as terminalWidth } from "./terminal.ts";

export interface Column<Row> {
  title: string;
  cell: (row: Row) => string;
  /** Cut to this many characters where the terminal is narrow. Without it, never cut: half a URL is of no use. */
  atLeast?: number;
  /** Left out where even cut columns do not fit, the highest first. Without it, always there. */
  dispensable?: number;
  paint?: (text: string, row: Row) => string;
}

const GAP = "  ";

/** Lines as wide as the terminal at most, each column as wide as its longest cell needs. */
export function table<Row>(rows: Row[], columns: Column<Row>[], width = terminalWidth): string {
  const filled = columns
    .map((column) => ({ column, cells: rows.map(column.cell) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const fitted = fit(
    filled.map((each) => ({
      ...each,
      width: Math.max(each.column.title.length, ...each.cells.map((cell) => cell.length)),
    })),
    width,
  );
  const heading = fitted.map(({ column, width }) => colours.dim(pad(column.title, width)));
  const lines = rows.map((row, index) =>
    fitted.map(({ column, cells, width }) => {
      const text = pad(cells[index] ?? "", width);
      return column.paint ? column.paint(text, row) : text;
    }),
  );
  return [heading, ...lines].map((line) => line.join(GAP).trimEnd()).join("\n");
}

interface Fitted {
  column: { title: string; atLeast?: number; dispensable?: number };
  width: number;
}

function fit<C extends Fitted>(columns: C[], width: number): C[] {
  const kept = dropUntil(columns, width);
  let excess = total(kept.map((each) => each.width)) - width;
  const widest = (a: C, b: C) => slack(b) - slack(a);
  const cut = new Map<C, number>();
  for (const each of kept.toSorted(widest)) {
    const less = Math.min(Math.max(0, excess), slack(each));
    cut.set(each, less);
    excess -= less;
  }
  return kept.map((each) => ({ ...each, width: each.width - (cut.get(each) ?? 0) }));
}

function dropUntil<C extends Fitted>(columns: C[], width: number): C[] {
  if (total(columns.map(narrowest)) <= width) return columns;
  const [first] = columns
    .filter(({ column }) => column.dispensable !== undefined)
    .toSorted((a, b) => (b.column.dispensable ?? 0) - (a.column.dispensable ?? 0));
  return first
    ? dropUntil(
        columns.filter((each) => each !== first),
        width,
      )
    : columns;
}

function narrowest({ column, width }: Fitted): number {
  return Math.min(width, Math.max(column.title.length, column.atLeast ?? width));
}

function slack(each: Fitted): number {
  return each.width - narrowest(each);
}

function total(widths: number[]): number {
  return widths.reduce((sum, each) => sum + each, GAP.length * Math.max(0, widths.length - 1));
}

function pad(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
