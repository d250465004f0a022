import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { Fault } from "./fault.ts";
import { tooLarge } from "./too-large.ts";

const decoders = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) };

/** Stops at the limit, so that a few kilobytes cannot unfold into gigabytes. */
export async function decompressed(bytes: Buffer, encoding: string, limit: number): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (name === "identity" || name === "") return bytes;
  const decode = Object.hasOwn(decoders, name) ? decoders[name as keyof typeof decoders] : undefined;
  if (!decode) {
    throw new Fault({
      status: 415,
      kind: "invalid_request",
      code: "unsupported_encoding",
      message:
        "The body's Content-Encoding is not one of gzip, deflate, br. Send the body in one of them, or plain.",
    });
  }
  try {
    return await decode(bytes, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(limit);
    throw new Fault({
      status: 400,
      kind: "invalid_request",
      code: "broken_encoding",
      message: `The body is not ${name}, though its Content-Encoding says so.`,
    });
  }
}
