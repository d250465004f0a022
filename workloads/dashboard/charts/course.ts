import type { Bucket } from "../api/shapes.ts";

/** A bucket in which nothing was asked is left out by the router: here it is a zero for sums, and a gap for times. */
export function courseOf(
  buckets: readonly Bucket[],
  { from, to, seconds }: { from: number; to: number; seconds: number },
  read: readonly { of(bucket: Bucket): number | null; empty: 0 | null }[],
): { at: number[]; values: (number | null)[][] } {
  const step = seconds * 1_000;
  const found = new Map(buckets.map((bucket) => [Date.parse(bucket.at), bucket]));
  const at: number[] = [];
  for (let time = Math.floor(from / step) * step; time <= to; time += step) at.push(time);
  const values = read.map(({ of, empty }) =>
    at.map((time) => {
      const bucket = found.get(time);
      return bucket ? of(bucket) : empty;
    }),
  );
  return { at, values };
}
