import { fits, spelledOut } from "../../kit/index.ts";
import type { Tool } from "./tool.ts";

/** Whether a key with these patterns may use a tool. */
export function permits(
  patterns: readonly string[],
  { name, spelled }: Pick<Tool, "name" | "spelled">,
): boolean {
  return patterns.some((pattern) => fits(pattern, name) && spelledOut(pattern).startsWith(spelled));
}
