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

/** What V8 says, without the piece of the text that it may quote: that may be a prompt. */
function complaint(text: string, message: string): string {
  const [words = ""] = message.split(/, (?:\.\.\.)?"| in JSON at | after JSON at | at position /, 1);
  const said = words.charAt(0).toLowerCase() + words.slice(1);
  const position = positionOf(text, message);
  if (position === undefined) return said;
  const before = text.slice(0, position);
  const line = before.split("\n").length;
  return `${said} at line ${line}, column ${position - before.lastIndexOf("\n")}`;
}

/** V8 quotes up to ten characters on both sides of a token that it did not expect, and says where any other fault is. */
function positionOf(text: string, message: string): number | undefined {
  const said = / at position (\d+)/.exec(message)?.[1];
  if (said !== undefined) return Number(said);
  const [, cutBefore, quoted = "", cutAfter] =
    /, (\.\.\.)?"(.*)"(\.\.\.)? is not valid JSON$/s.exec(message) ?? [];
  if (cutBefore) return text.indexOf(quoted) + 10;
  return cutAfter ? quoted.length - 10 : undefined;
}

function bad(message: string): Fault {
  return new Fault({ status: 400, kind: "invalid_request", code: "invalid_json", message });
}
