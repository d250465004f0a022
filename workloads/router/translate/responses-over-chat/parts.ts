import type { Json, JsonObject } from "../../http/json.ts";
import { cannot } from "../cannot.ts";
import { object, objects, text } from "../reading.ts";

/** The content of an input item as parts of OpenAI's chat. */
export function partsOf(content: Json | undefined, where: string, field = "content"): JsonObject[] {
  if (typeof content === "string") return content ? [{ type: "text", text: content }] : [];
  return objects(content).map((part, index) => partOf(part, `${where}.${field}[${index}]`));
}

/** As short as it can be said: many small servers read a plain string better than a list of one. */
export function contentOf(parts: JsonObject[]): string | JsonObject[] | undefined {
  if (parts.length === 0) return undefined;
  return parts.every(({ type }) => type === "text")
    ? parts.map((part) => text(part.text)).join("\n\n")
    : parts;
}

function partOf(part: JsonObject, where: string): JsonObject {
  switch (part.type) {
    case "input_text":
    case "output_text":
    case "text":
      return { type: "text", text: text(part.text) };
    case "refusal":
      return { type: "text", text: text(part.refusal) };
    case "input_image":
      return imageOf(part, where);
    case "image_url":
      return part;
    case "input_file":
      return fileOf(part, where);
    case "input_audio":
      return { type: "input_audio", input_audio: object(part.input_audio) ?? {} };
    default:
      throw cannot(
        `${where}.type`,
        'expected "input_text", "input_image", "input_file", "input_audio" or "output_text".',
      );
  }
}

function imageOf({ image_url, detail }: JsonObject, where: string): JsonObject {
  const url = text(image_url);
  if (!url) throw cannot(`${where}.image_url`, "the router keeps no files. Send a data URL or an address.");
  return {
    type: "image_url",
    image_url: { url, detail: detail === "original" ? "high" : (detail ?? undefined) },
  };
}

function fileOf({ file_data, filename }: JsonObject, where: string): JsonObject {
  if (!file_data)
    throw cannot(`${where}.file_data`, "the router keeps no files and fetches none. Send it in base64.");
  return { type: "file", file: { filename: filename ?? undefined, file_data } };
}
