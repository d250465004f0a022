import { readFileSync } from "node:fs";
import { Refusal } from "../framework/refusal.ts";
import { type Properties, stringAt } from "../framework/value.ts";

const block = 512;

/** One file on its way into a container: the Engine takes nothing but archives. */
export function archiveOf(upload: Properties): Buffer {
  const content = contentOf(upload);
  const file = stringAt(upload, "file") ?? "";
  const permissions = stringAt(upload, "permissions");
  const mode = permissions ?? (upload.executable === true ? "0744" : "0644");
  const head = {
    mode,
    uid: idOf(stringAt(upload, "owner"), "/etc/passwd"),
    gid: idOf(stringAt(upload, "group"), "/etc/group"),
  };
  return Buffer.concat([
    ...(Buffer.byteLength(file) > 100 ? longName(file) : []),
    header(file.slice(0, 100), content.length, head),
    padded(content),
    Buffer.alloc(2 * block),
  ]);
}

function contentOf(upload: Properties): Buffer {
  const { content, contentBase64, source } = upload;
  if (typeof contentBase64 === "string" && contentBase64 !== "") return Buffer.from(contentBase64, "base64");
  if (typeof source !== "string" || source === "")
    return Buffer.from(typeof content === "string" ? content : "");
  try {
    return readFileSync(source);
  } catch (error) {
    throw new Refusal(`the source of the upload ${String(upload.file)} cannot be read: ${String(error)}`);
  }
}

/** A number, or a name as the machine knows it that runs this. */
function idOf(name: string | undefined, database: string): number {
  if (name === undefined || name === "") return 0;
  if (/^\d+$/.test(name)) return Number(name);
  const line = readFileSync(database, "utf8")
    .split("\n")
    .find((each) => each.startsWith(`${name}:`));
  if (line === undefined) throw new Refusal(`${name} is not in ${database} of this machine: give its number`);
  return Number(line.split(":")[2]);
}

/** POSIX's ustar, and GNU's way to say a long name before it. */
function header(
  name: string,
  size: number,
  { mode, uid, gid }: { mode: string; uid: number; gid: number },
  type = "0",
) {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, "0")}\0`;
  bytes.write(name, 0);
  bytes.write(octal(Number.parseInt(mode, 8), 8), 100);
  bytes.write(octal(uid, 8), 108);
  bytes.write(octal(gid, 8), 116);
  bytes.write(octal(size, 12), 124);
  bytes.write(octal(Math.floor(Date.now() / 1000), 12), 136);
  bytes.write(" ".repeat(8), 148);
  bytes.write(type, 156);
  bytes.write("ustar\x0000", 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return bytes;
}

function longName(name: string): Buffer[] {
  const content = Buffer.from(`${name}\0`);
  return [header("././@LongLink", content.length, { mode: "0644", uid: 0, gid: 0 }, "L"), padded(content)];
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((block - (content.length % block)) % block)]);
}
