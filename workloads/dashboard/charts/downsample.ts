/** What a column of pixels shows of all that falls into it. */
export interface Columns {
  at: number[];
  low: (number | null)[];
  middle: (number | null)[];
  high: (number | null)[];
}

export interface Window {
  from: number;
  to: number;
  /** How many there is room for. */
  columns: number;
}

/**
 * The least, the median and the most of each column of pixels. A hundred thousand points would be a blot, and every
 * n-th of them would hide the very ones that somebody looks for: here no extreme is ever lost. `at` must ascend.
 */
export function downsample(
  at: readonly number[],
  values: readonly (number | null)[],
  { from, to, columns }: Window,
): Columns {
  const shown: Columns = { at: [], low: [], middle: [], high: [] };
  const width = (to - from) / columns;
  if (!(width > 0)) return shown;
  let index = firstFrom(at, from);
  for (let column = 0; column < columns; column++) {
    const end = from + (column + 1) * width;
    const inside: number[] = [];
    for (; index < at.length && ((at[index] ?? 0) < end || column === columns - 1); index++) {
      if ((at[index] ?? 0) > to) break;
      const value = values[index];
      if (value !== null && value !== undefined) inside.push(value);
    }
    if (inside.length === 0) continue;
    inside.sort((one, other) => one - other);
    shown.at.push(from + (column + 0.5) * width);
    shown.low.push(inside[0] ?? null);
    shown.middle.push(inside[inside.length >> 1] ?? null);
    shown.high.push(inside.at(-1) ?? null);
  }
  return shown;
}

/** Where the first of them is that is not before. */
function firstFrom(at: readonly number[], from: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
