import { z } from "zod";
import { fault } from "../fault.ts";

/** A part of something: `"50%"`. */
export type Percent = `${number}%`;

const PERCENT = /^(\d{1,2}|100)%$/;

export const percent = z.custom<Percent>(
  (value) => typeof value === "string" && PERCENT.test(value) && value !== "0%",
  fault("not a share of something", 'write "50%"'),
);

export function partOf(whole: number, share: Percent): number {
  return (whole * Number(share.slice(0, -1))) / 100;
}
