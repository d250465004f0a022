import type { Json, JsonObject } from "../../http/json.ts";
import { isObject } from "../../http/json.ts";
import { cannot } from "../cannot.ts";
import { dataUrl } from "../data-url.ts";
import { object, objects, text } from "../reading.ts";

/** Anthropic's blocks as parts of OpenAI's content. A block that is handled elsewhere is `null`, so that places stay right. */
export function partsOf(content: Json | undefined, where: string): JsonObject[] {
  if (typeof content === "string") return content ? [{ type: "text", text: content }] : [];
  if (!Array.isArray(content)) return [];
  const place = where === "system" ? where : `${where}.content`;
  return content.flatMap((block, index) => {
    if (!isObject(block)) return [];
    const parts = partsFor(block, `${place}[${index}]`);
    const last = parts.at(-1);
    // Servers of Anthropic's models (LiteLLM, OpenRouter) look for marks of the cache in the same place; others look away.
    return block.cache_control && last
      ? [...parts.slice(0, -1), { ...last, cache_control: block.cache_control }]
      : parts;
  });
}

/** As short as it can be said: many small servers read a plain string better than a list of one. */
export function contentOf(parts: JsonObject[]): string | JsonObject[] | undefined {
  if (parts.length === 0) return undefined;
  const isPlain = parts.every(({ type, cache_control }) => type === "text" && !cache_control);
  return isPlain ? parts.map((part) => text(part.text)).join("\n\n") : parts;
}

function partsFor(block: JsonObject, where: string): JsonObject[] {
  const source = object(block.source) ?? {};
  switch (block.type) {
    case "text":
      return block.text ? [{ type: "text", text: block.text }] : [];
    case "image":
      return [{ type: "image_url", image_url: { url: imageUrl(source, `${where}.source`) } }];
    case "document":
      return documentParts(block, source, where);
    case "search_result":
      return [{ type: "text", text: [block.title, block.source, plain(block)].filter(Boolean).join("\n") }];
    case "thinking":
    case "redacted_thinking":
      return [];
    default:
      throw cannot(
        `${where}.type`,
        `"${text(block.type)}" has a meaning at Anthropic alone. Leave it out, or choose one of its models.`,
      );
  }
}

function imageUrl(source: JsonObject, where: string): string {
  if (source.type === "url") return text(source.url);
  if (source.type === "base64")
    return dataUrl({ mediaType: text(source.media_type), data: text(source.data) });
  throw cannot(where, "the router keeps no files. Send the picture itself, in base64 or by its address.");
}

function documentParts(block: JsonObject, source: JsonObject, where: string): JsonObject[] {
  const title = text(block.title);
  const heading = [title, text(block.context)].filter(Boolean).map((said) => ({ type: "text", text: said }));
  switch (source.type) {
    case "text":
      return [...heading, { type: "text", text: text(source.data) }];
    case "content":
      return [...heading, ...partsOf(source.content, `${where}.source`)];
    case "base64": {
      const file_data = dataUrl({ mediaType: text(source.media_type), data: text(source.data) });
      return [{ type: "file", file: { filename: title || "document.pdf", file_data } }];
    }
    default:
      throw cannot(
        `${where}.source`,
        "OpenAI's API takes no address of a document. Send the file itself in base64.",
      );
  }
}

function plain({ content }: JsonObject): string {
  return objects(content)
    .map((part) => text(part.text))
    .join("\n");
}
