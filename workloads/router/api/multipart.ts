import { Fault } from "../http/fault.ts";
import { type Facts, factsOf } from "./facts.ts";

/** Where a field's value lies in a multipart body. */
interface Span {
  start: number;
  end: number;
}

const blankLine = Buffer.from("\r\n\r\n");

/** The `model` of a form, as uploads of audio and images carry it; the rest of the bytes is nobody's business. */
export function multipartModel(body: Buffer, contentType: string): string {
  const { start, end } = modelSpan(body, contentType);
  const model = body.toString("utf8", start, end).trim();
  if (!model) throw bad("The form's field `model` is empty. Name a model in it.", "model");
  return model;
}

/** The same form for another name of the model; every other byte stays. */
export function withMultipartModel(body: Buffer, contentType: string, model: string): Buffer {
  const { start, end } = modelSpan(body, contentType);
  return Buffer.concat([body.subarray(0, start), Buffer.from(model), body.subarray(end)]);
}

function modelSpan(body: Buffer, contentType: string): Span {
  const delimiter = Buffer.from(`--${boundaryOf(contentType)}`);
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const headersStart = at + delimiter.length;
    const headersEnd = body.indexOf(blankLine, headersStart);
    if (headersEnd < 0) break;
    const start = headersEnd + blankLine.length;
    const next = body.indexOf(`\r\n${delimiter}`, start - 2);
    if (next < 0) break;
    if (isModel(body.toString("latin1", headersStart, headersEnd)))
      return { start, end: Math.max(start, next) };
    at = next + 2;
  }
  throw bad("The form has no field `model`. Add one that names a model.", "model");
}

function boundaryOf(contentType: string): string {
  const found = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const boundary = found?.[1] ?? found?.[2];
  if (boundary) return boundary;
  throw bad("The body must be a form: send it as multipart/form-data with a boundary in Content-Type.");
}

function isModel(headers: string): boolean {
  return /^content-disposition:\s*form-data\s*;(?:.*;)?\s*name=(?:"model"|model\s*(?:;|$))/im.test(headers);
}

function bad(message: string, param?: string): Fault {
  return new Fault({ status: 400, kind: "invalid_request", code: "invalid_value", param, message });
}

/** What is known of a request in a form: it says little of itself. */
export function formFacts(model: string): Facts {
  return factsOf({ model }, { read: [], named: undefined, opening: [] });
}
