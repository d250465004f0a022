/**
 * Changes single top-level fields of a JSON object in its bytes. Parsing and writing it anew would cost more, and would
 * lose what a provider may read: numbers beyond 2^53, double keys, the order of fields.
 */
export interface Edits {
  [field: string]: string;
}

/** Where a top-level field's value begins and ends. */
interface Span {
  start: number;
  end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** `edits` hold JSON text; a field that is not there yet is put at the front. The input must be a valid object. */
export function splice(json: Buffer, edits: Edits): Buffer {
  const open = json.indexOf(OPEN_BRACE);
  const spans = topLevel(json, open + 1, edits);
  const added = Object.entries(edits).filter(([field]) => !spans.some(([found]) => found === field));
  const front = added.map(([field, value]) => `${JSON.stringify(field)}:${value}`).join(",");

  const parts: Buffer[] = [json.subarray(0, open + 1)];
  if (front) parts.push(Buffer.from(isEmpty(json, open + 1) ? front : `${front},`));
  let at = open + 1;
  for (const [field, { start, end }] of spans) {
    parts.push(json.subarray(at, start), Buffer.from(edits[field] ?? "null"));
    at = end;
  }
  parts.push(json.subarray(at));
  return Buffer.concat(parts);
}

/** The text of a top-level field's value; the last one where a field is there twice, as parsers read it. */
export function fieldText(json: Buffer, field: string): string | undefined {
  const open = json.indexOf(OPEN_BRACE);
  if (open < 0) return undefined;
  const span = topLevel(json, open + 1, { [field]: "" }).at(-1)?.[1];
  return span && json.toString("utf8", span.start, span.end).trim();
}

function isEmpty(json: Buffer, at: number): boolean {
  return json[skipSpace(json, at)] === CLOSE_BRACE;
}

/** Every occurrence of the wanted fields at the top level, in order. */
function topLevel(json: Buffer, from: number, wanted: Edits): [string, Span][] {
  const spans: [string, Span][] = [];
  let at = from;
  while (at < json.length) {
    at = skipSpace(json, at);
    if (json[at] !== QUOTE) break;
    const keyEnd = stringEnd(json, at);
    const key = keyOf(json, at, keyEnd);
    at = skipSpace(json, keyEnd);
    if (json[at] !== COLON) break;
    const start = skipSpace(json, at + 1);
    const end = valueEnd(json, start);
    if (Object.hasOwn(wanted, key)) spans.push([key, { start, end }]);
    at = skipSpace(json, end);
    if (json[at] !== COMMA) break;
    at++;
  }
  return spans;
}

function keyOf(json: Buffer, start: number, end: number): string {
  const text = json.toString("utf8", start + 1, end - 1);
  return text.includes("\\") ? JSON.parse(`"${text}"`) : text;
}

function skipSpace(json: Buffer, at: number): number {
  let byte = json[at];
  while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = json[++at];
  return at;
}

/** Just behind the closing quote of the string that begins at `at`. */
function stringEnd(json: Buffer, at: number): number {
  let quote = json.indexOf(QUOTE, at + 1);
  while (quote >= 0 && isEscaped(json, quote)) quote = json.indexOf(QUOTE, quote + 1);
  return quote < 0 ? json.length : quote + 1;
}

function isEscaped(json: Buffer, quote: number): boolean {
  let before = quote - 1;
  while (json[before] === BACKSLASH) before--;
  return (quote - before) % 2 === 0;
}

function valueEnd(json: Buffer, start: number): number {
  const first = json[start];
  if (first === QUOTE) return stringEnd(json, start);
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return scalarEnd(json, start);
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) at = stringEnd(json, at) - 1;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth === 0) return at + 1;
  }
  return json.length;
}

function scalarEnd(json: Buffer, at: number): number {
  while (at < json.length) {
    const byte = json[at];
    if (
      byte === COMMA ||
      byte === CLOSE_BRACE ||
      byte === 0x20 ||
      byte === 0x0a ||
      byte === 0x0d ||
      byte === 0x09
    )
      break;
    at++;
  }
  return at;
}
