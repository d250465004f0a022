import type { StoredFile } from "./records.ts";

/** A file in an archive; its path is as the archive has it. */
export type Entry = Omit<StoredFile, "container" | "content"> & { content: Buffer };

const block = 512;

/** Where the parts of a header are, and how long: POSIX's ustar. */
const fields = {
  path: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  modified: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  target: [157, 100],
  prefix: [345, 155],
} as const;
type Field = keyof typeof fields;

const kinds: Record<string, Entry["kind"]> = { "0": "file", "": "file", "5": "directory", "2": "symlink" };

/** Undefined where it is no archive. */
export function readTar(archive: Buffer): Entry[] | undefined {
  const entries: Entry[] = [];
  /** Said by the entry before: a path that is too long for a header. */
  let long: { path?: string; target?: string } = {};
  for (let at = 0; at + block <= archive.length; ) {
    const header = archive.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    if (octal(header, "checksum") !== checksumOf(header)) return undefined;
    const size = octal(header, "size");
    const content = archive.subarray(at + block, at + block + size);
    if (content.length < size) return undefined;
    at += block + Math.ceil(size / block) * block;

    const type = text(header, "type");
    if (type === "L") long = { ...long, path: cString(content) };
    else if (type === "K") long = { ...long, target: cString(content) };
    else if (type === "x") long = { ...long, ...extended(content) };
    else if (type !== "g") {
      const prefix = text(header, "prefix");
      const kind = kinds[type];
      const path = long.path ?? (prefix ? `${prefix}/${text(header, "path")}` : text(header, "path"));
      if (kind)
        entries.push({
          path,
          kind: path.endsWith("/") ? "directory" : kind,
          mode: octal(header, "mode") & 0o7777,
          uid: octal(header, "uid"),
          gid: octal(header, "gid"),
          modified: octal(header, "modified"),
          target: long.target ?? text(header, "target"),
          content,
        });
      long = {};
    }
  }
  return entries;
}

export function writeTar(entries: Entry[]): Buffer {
  const blocks = entries.flatMap((entry) => [
    ...(Buffer.byteLength(entry.path) > fields.path[1] ? longPath(entry) : []),
    header(entry),
    padded(entry.content),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * block)]);
}

const types = { file: "0", directory: "5", symlink: "2" };

function header(entry: Entry, type: string = types[entry.kind]): Buffer {
  const bytes = Buffer.alloc(block);
  const put = (field: Field, value: string) => bytes.write(value, fields[field][0], fields[field][1]);
  const number = (field: Field, value: number) =>
    put(field, `${value.toString(8).padStart(fields[field][1] - 1, "0")}\0`);
  put("path", entry.path);
  number("mode", entry.mode);
  number("uid", entry.uid);
  number("gid", entry.gid);
  number("size", entry.content.length);
  number("modified", entry.modified);
  put("type", type);
  put("target", entry.target);
  bytes.write("ustar\0" + "00", 257);
  put("checksum", `${checksumOf(bytes).toString(8).padStart(6, "0")}\0 `);
  return bytes;
}

/** As GNU tar does it: the path is the content of an entry of its own. */
function longPath(entry: Entry): Buffer[] {
  const content = Buffer.from(`${entry.path}\0`);
  return [header({ ...entry, path: "././@LongLink", content }, "L"), padded(content)];
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((block - (content.length % block)) % block)]);
}

function text(header: Buffer, field: Field): string {
  const [start, length] = fields[field];
  return cString(header.subarray(start, start + length));
}

function octal(header: Buffer, field: Field): number {
  return Number.parseInt(text(header, field).trim() || "0", 8);
}

function cString(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? bytes.length : end).toString("utf8");
}

/** The sum of all bytes, with spaces where the sum itself will stand. */
function checksumOf(header: Buffer): number {
  const [start, length] = fields.checksum;
  return header.reduce((sum, byte, at) => sum + (at >= start && at < start + length ? 32 : byte), 0);
}

/** Records as `27 path=some/long/name`, the number being the record's whole length. */
function extended(content: Buffer): { path?: string; target?: string } {
  const found: { path?: string; target?: string } = {};
  for (let at = 0; at < content.length; ) {
    const length = Number.parseInt(content.subarray(at).toString("utf8"), 10);
    if (!(length > 0)) break;
    const record = content.subarray(at, at + length - 1).toString("utf8");
    const [, key, value] = /^\d+ ([^=]+)=(.*)$/s.exec(record) ?? [];
    if (key === "path") found.path = value ?? "";
    if (key === "linkpath") found.target = value ?? "";
    at += length;
  }
  return found;
}
