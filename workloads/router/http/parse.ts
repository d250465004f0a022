import { isUtf8 } from "node:buffer";
import { Fault } from "./fault.ts";
import type { Json } from "./json.ts";

/** A body as JSON, or a Fault that says where it goes wrong. */
export function parseJson(bytes: Buffer): Json {
  if (bytes.length === 0) throw bad("The body is empty. Send a JSON object.");
  if (!isUtf8(bytes)) throw bad("The body is not text in UTF-8. Encode it so before it is sent.");
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = bytes.toString("utf8", marked ? 3 : 0);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw bad(`The body is not JSON: ${complaint(text, (error as Error).message)}.`);
  }
}

/** V8's words without the piece of the text that some of them quote: it may be part of a prompt. */
function complaint(text: string, message: string): string {
  const [words = "is malformed"] = message.split(/, (?=\.{0,3}")| in JSON at| after JSON at/);
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(position)) return lower(words);
  const before = text.slice(0, position);
  const line = before.split("\n").length;
  const column = position - before.lastIndexOf("\n");
  return `${lower(words)} at line ${line}, column ${column} (byte ${Buffer.byteLength(before)})`;
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function bad(message: string): Fault {
  return new Fault({ status: 400, kind: "invalid_request", code: "invalid_json", message });
}
