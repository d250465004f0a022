import { isObject, type Json, type JsonObject } from "../http/json.ts";
import { callsOf, textOf } from "./message.ts";

/** What of a message is written down: its text, and a note where a picture, a sound or a file was. */
export function keepMessage(message: JsonObject, maxBytes: number): JsonObject {
  const kept: JsonObject = { ...message };
  if (Array.isArray(message.content)) kept.content = message.content.map(keepPart);
  if (Array.isArray(message.tool_calls)) kept.tool_calls = message.tool_calls.map(keepCall);
  // Some providers refuse to be sent their own reasoning again, but for the tool calls that it led to.
  if (callsOf(message).length === 0) {
    delete kept.reasoning_content;
    delete kept.reasoning;
  }
  const stored = keepStrings(kept, maxBytes) as JsonObject;
  if (Buffer.byteLength(JSON.stringify(stored)) <= 2 * maxBytes) return stored;
  // Thousands of parts, each of them short: their text is kept like that of one.
  return { role: message.role, content: keepStrings(textOf(stored), maxBytes) };
}

function keepPart(part: Json): Json {
  if (!isObject(part)) return part;
  if (part.type === "text" || part.type === "refusal") return part;
  return { type: "text", text: `[${noteOf(part)}]` };
}

function noteOf(part: JsonObject): string {
  if (part.type === "image_url")
    return addressed("image", isObject(part.image_url) ? part.image_url.url : "");
  if (part.type === "input_audio") return "audio";
  if (part.type === "file") {
    const name = isObject(part.file) ? part.file.filename : undefined;
    return typeof name === "string" ? `file ${name}` : "file";
  }
  return typeof part.type === "string" ? part.type : "attachment";
}

/** An address without its query, which often holds the right to see the picture. */
export function addressed(kind: string, address: Json | undefined): string {
  if (typeof address !== "string" || !address.startsWith("http") || !URL.canParse(address)) return kind;
  const { origin, pathname } = new URL(address);
  return `${kind} ${origin}${pathname}`;
}

function keepCall(call: Json): Json {
  if (!isObject(call) || !isObject(call.function)) return call;
  const { arguments: given } = call.function;
  if (typeof given !== "string") return call;
  return { ...call, function: { ...call.function, arguments: withoutSecrets(given) } };
}

/** A call's arguments may be no JSON at all, when a model has made a mistake: then they are kept as they are. */
export function withoutSecrets(given: string): string {
  try {
    return JSON.stringify(hideSecrets(JSON.parse(given)));
  } catch {
    return given;
  }
}

const secretNames =
  /^(.*[-_])?(api[-_]?key|authorization|cookie|credentials?|passphrase|passw(or)?d|private[-_]?key|secret|(access|auth|bearer|refresh)?[-_]?token)$/i;

/** The value of every field whose name says that it is a secret, at any depth, is left out. */
export function hideSecrets(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((entry) => hideSecrets(entry) ?? null);
  if (!isObject(value)) return value;
  const shown = Object.entries(value).map(([name, inner]) =>
    secretNames.test(name) && typeof inner === "string" ? [name, "[secret]"] : [name, hideSecrets(inner)],
  );
  return Object.fromEntries(shown);
}

/** For every string in a value: PostgreSQL cannot hold NUL nor half a surrogate pair; what is longer than the limit loses its middle. */
export function keepStrings(value: Json | undefined, maxBytes: number): Json | undefined {
  if (typeof value === "string") return shorten(storable(value), maxBytes);
  if (Array.isArray(value)) return value.map((entry) => keepStrings(entry, maxBytes) ?? null);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    storable(name),
    keepStrings(inner, maxBytes),
  ]);
  return Object.fromEntries(entries);
}

export function storable(text: string): string {
  return text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\ufffd");
}

function shorten(text: string, maxBytes: number): string {
  if (text.length <= maxBytes / 4 || Buffer.byteLength(text) <= maxBytes) return text;
  const half = Math.floor(maxBytes / 8);
  const left = text.length - 2 * half;
  const note = `\n[${left} characters were too long to remember]\n`;
  return storable(`${text.slice(0, half)}${note}${text.slice(-half)}`);
}
