import { quantityOf } from "../providers/kubernetes/quantity.ts";

/** A quantity as a number of cores, bytes or slices; what is not asked for is none. */
export function quantity(text: string | undefined): number {
  if (text === undefined) return 0;
  const amount = quantityOf(text);
  if (amount === undefined) throw new RangeError(`not a quantity: ${text}`);
  return amount;
}
