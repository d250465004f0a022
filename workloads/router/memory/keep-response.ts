import { isObject, type Json, type JsonObject } from "../http/json.ts";
import { addressed, hideSecrets, keepStrings, withoutSecrets } from "./keep.ts";

/** What of a response is written down. Its list of tools may hold the keys of MCP servers. */
export function keepResponse(response: JsonObject, maxBytes: number): JsonObject {
  const kept: JsonObject = { ...response };
  if (Array.isArray(response.tools)) kept.tools = response.tools.map(keepTool);
  if (Array.isArray(response.output)) kept.output = response.output.filter(isObject).map(keepParts);
  return keepStrings(kept, maxBytes) as JsonObject;
}

/** The same of an item that a client has sent. */
export function keepItem(item: JsonObject, maxBytes: number): JsonObject {
  return keepStrings(keepParts(item), maxBytes) as JsonObject;
}

function keepTool(tool: Json): Json {
  if (!isObject(tool)) return tool;
  const { headers: _, ...rest } = tool;
  return hideSecrets(rest) ?? null;
}

function keepParts(item: JsonObject): JsonObject {
  const kept: JsonObject = { ...item };
  if (Array.isArray(item.content)) kept.content = item.content.map(keepPart);
  if (Array.isArray(item.output)) kept.output = item.output.map(keepPart);
  if (typeof item.arguments === "string") kept.arguments = withoutSecrets(item.arguments);
  // The picture that a tool has drawn.
  if (item.type === "image_generation_call") delete kept.result;
  return kept;
}

function keepPart(part: Json): Json {
  if (!isObject(part)) return part;
  if (part.type === "input_image") return note(addressed("image", part.image_url));
  if (part.type === "input_audio") return note("audio");
  if (part.type === "input_file") {
    return note(typeof part.filename === "string" ? `file ${part.filename}` : "file");
  }
  return part;
}

function note(text: string): JsonObject {
  return { type: "input_text", text: `[${text}]` };
}
