import type { Roots } from "../roots/index.ts";
import type { Limits } from "../schema.ts";
import type { Tool } from "../tool.ts";
import { fileList } from "./list.ts";
import { fileRead } from "./read.ts";
import { fileSearch } from "./search.ts";
import { Turns } from "./turns.ts";
import { fileEdit, fileWrite } from "./write.ts";

/** Those that write are there only where something may be written. */
export function fileTools(roots: Roots, limits: Limits): Tool[] {
  if (roots.size === 0) return [];
  const reading = [fileList(roots), fileRead(roots, limits), fileSearch(roots, limits)];
  if (![...roots.values()].some(({ writable }) => writable)) return reading;
  const turns = new Turns();
  return [...reading, fileWrite(roots, limits, turns), fileEdit(roots, limits, turns)];
}
