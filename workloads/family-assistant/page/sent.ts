import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { checked } from "../../kit/web/index.ts";

const MIB = 1024 * 1024;
const MOST_PICTURE = 8 * MIB;
const MOST_PAPER = 2 * MIB;

export const id = z.coerce.number().int().min(1).max(2_147_483_647);

/** What a form holds, in its form; files among it. */
export async function formAs<Schema extends z.ZodType>(context: Context, schema: Schema) {
  let form: Record<string, unknown>;
  try {
    form = await context.req.parseBody();
  } catch (error) {
    if (error instanceof HTTPException) throw error;
    throw new HTTPException(400, { message: "What was sent is no form. Please go back and try again." });
  }
  return checked(form, schema, "form");
}

export function idOf(context: Context): number {
  return checked(context.req.param("id"), id, "id");
}

/** A browser sends an empty file where none was chosen. */
export const file = z
  .custom<File>((value) => value instanceof File)
  .optional()
  .transform((sent) => (sent && sent.size > 0 ? sent : undefined));

const KINDS: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
  "image/jpeg": (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  "image/png": (bytes) => bytes.subarray(1, 4).toString("latin1") === "PNG",
  "image/webp": (bytes) => bytes.subarray(8, 12).toString("latin1") === "WEBP",
};

/** By its first bytes: what a browser says of it is not to be believed. */
export async function pictureIn(sent: File) {
  if (sent.size > MOST_PICTURE) throw new HTTPException(413, { message: "A picture may have 8 MB at most." });
  const bytes = Buffer.from(await sent.arrayBuffer());
  const type = Object.keys(KINDS).find((each) => KINDS[each]?.(bytes));
  if (!type)
    throw new HTTPException(400, { message: "I can see pictures in JPEG, PNG and WebP, and this is none." });
  return { kind: "picture" as const, type, bytes };
}

export async function voiceIn(sent: File) {
  const type = /^audio\/[a-z0-9.+-]+/.exec(sent.type)?.[0];
  if (!type) throw new HTTPException(400, { message: "That was no recording of a voice." });
  return { kind: "voice" as const, type, bytes: Buffer.from(await sent.arrayBuffer()) };
}

/** Plain text, in the encoding that all programs write today. */
export async function textIn(sent: File): Promise<string> {
  if (sent.size > MOST_PAPER) throw new HTTPException(413, { message: "A paper may have 2 MB at most." });
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await sent.arrayBuffer());
    if (text.includes("\0") || text.trim() === "") throw new TypeError("no text");
    return text;
  } catch {
    throw new HTTPException(400, {
      message: "I cannot read this paper: it is not plain text. Save it as text (UTF-8) and hand that in.",
    });
  }
}
