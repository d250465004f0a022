import { look } from "../said.ts";

/** Every text in what a resource is told, with its path. What is not known yet is no text that somebody wrote. */
export function textsIn(value: unknown, path = ""): { path: string; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  const found: { path: string; text: string }[] = [];
  for (const key of Object.keys(value))
    look(() => {
      found.push(...textsIn((value as Record<string, unknown>)[key], path ? `${path}.${key}` : key));
      return undefined;
    });
  return found;
}
