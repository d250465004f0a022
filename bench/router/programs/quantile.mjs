/**
 * @param {number[]} values
 * @param {number} share of them that lie below it: 0.5, 0.99
 */
export function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
