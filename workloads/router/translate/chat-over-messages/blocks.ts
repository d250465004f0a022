import { Buffer } from "node:buffer";
import type { Json, JsonObject } from "../../http/json.ts";
import { cannot } from "../cannot.ts";
import { parseDataUrl } from "../data-url.ts";
import { object, objects, text } from "../reading.ts";

/** The content of one of OpenAI's messages as Anthropic's blocks. Empty texts are left out: they would be refused. */
export function blocksOf(content: Json | undefined, where: string): JsonObject[] {
  if (typeof content === "string") return content ? [{ type: "text", text: content }] : [];
  return objects(content).flatMap((part, index) => {
    const block = blockOf(part, `${where}.content[${index}]`);
    if (block.type === "text" && !block.text) return [];
    return [part.cache_control ? { ...block, cache_control: part.cache_control } : block];
  });
}

function blockOf(part: JsonObject, where: string): JsonObject {
  switch (part.type) {
    case "text":
      return { type: "text", text: text(part.text) };
    case "refusal":
      return { type: "text", text: text(part.refusal) };
    case "image_url":
      return imageOf(text(object(part.image_url)?.url ?? part.image_url), `${where}.image_url`);
    case "file":
      return documentOf(object(part.file) ?? {}, `${where}.file`);
    case "input_audio":
      throw cannot(
        where,
        "Anthropic's models hear no audio. Transcribe it first, or choose a model that hears.",
      );
    default:
      throw cannot(
        `${where}.type`,
        'expected "text", "image_url", "file" or "refusal" for Anthropic\'s API.',
      );
  }
}

function imageOf(url: string, where: string): JsonObject {
  if (/^https?:/i.test(url)) return { type: "image", source: { type: "url", url } };
  const given = parseDataUrl(url);
  if (!given) throw cannot(where, "expected an https address, or a data URL in base64.");
  return { type: "image", source: { type: "base64", media_type: given.mediaType, data: given.data } };
}

function documentOf(file: JsonObject, where: string): JsonObject {
  if (file.file_id)
    throw cannot(`${where}.file_id`, "the router keeps no files. Send the file itself as `file_data`.");
  const given = parseDataUrl(text(file.file_data));
  if (!given) throw cannot(`${where}.file_data`, "expected a data URL in base64.");
  return {
    type: "document",
    source: sourceOf(given.mediaType, given.data, where),
    title: text(file.filename) || undefined,
  };
}

function sourceOf(mediaType: string, data: string, where: string): JsonObject {
  if (mediaType === "application/pdf") return { type: "base64", media_type: mediaType, data };
  if (!mediaType.startsWith("text/"))
    throw cannot(where, "Anthropic's models read PDF and plain text alone.");
  return { type: "text", media_type: "text/plain", data: Buffer.from(data, "base64").toString("utf8") };
}
