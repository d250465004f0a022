import type { Json } from "../http/json.ts";
import { text } from "./reading.ts";

/** Anthropic takes letters, digits, `_` and `-`; other models name their calls `functions.search:0`. */
export function toolId(id: Json | undefined): string {
  return text(id).replace(/[^a-zA-Z0-9_-]/g, "_");
}
