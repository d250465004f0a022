const units: Record<string, number> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** "32G" in bytes. */
export function bytesOf(text: string): number {
  const [, number = "0", unit = ""] = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(text) ?? [];
  return Math.round(Number(number) * (units[unit] ?? 1));
}

/** Bytes in the largest unit that takes no fraction, as the vendor writes a disk's size. */
export function sizeText(bytes: number): string {
  const fitting = Object.entries(units).filter(([, size]) => bytes >= size && bytes % size === 0);
  const [unit, size] = fitting.at(-1) ?? ["", 1];
  return `${bytes / size}${unit}`;
}
