import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { Refusal } from "../../framework/refusal.ts";
import {
  boolean,
  defaulting,
  type Fields,
  integer,
  object,
  oneOf,
  replacing,
  required,
  string,
} from "../../framework/shape.ts";
import { checkTable, diffTable, type Table } from "../../framework/table.ts";
import type { Failure } from "../../framework/validate.ts";
import { computed, isObject, objectAt, type Properties, stringAt } from "../../framework/value.ts";
import type { ResourceKind } from "../../framework/vendor.ts";
import { type Client, isAbsence } from "../client.ts";
import { withoutBookkeeping } from "../kind.ts";
import { part } from "../words.ts";
import { foundFile, volumeNamed } from "./download.ts";

const contents = ["backup", "dump", "images", "import", "iso", "rootdir", "snippets", "vztmpl"];

const fields: Fields = {
  contentType: replacing(oneOf(...contents)),
  datastoreId: replacing(required(string)),
  fileMode: replacing(string),
  nodeName: replacing(required(string)),
  overwrite: defaulting(boolean, true),
  sourceFile: replacing(
    object("sourceFile", {
      changed: defaulting(boolean, false),
      checksum: defaulting(string, ""),
      fileName: defaulting(string, ""),
      insecure: defaulting(boolean, false),
      minTls: defaulting(string, ""),
      path: required(string),
    }),
  ),
  sourceRaw: replacing(
    object("sourceRaw", {
      data: required(string),
      fileName: required(string),
      resize: defaulting(integer, 0),
    }),
  ),
  timeoutUpload: defaulting(integer, 1800),
  uploadMode: defaulting(oneOf("stream", "sftp"), "stream"),
  fileName: { ...string, output: true },
  fileModificationDate: { ...string, output: true },
  fileSize: { ...integer, output: true },
  fileTag: { ...string, output: true },
};

const table: Table = { shape: { is: "object", name: "FileLegacy", fields: () => fields }, rules };

function rules(inputs: Properties): Failure[] {
  const given = ["sourceFile", "sourceRaw"].filter((key) => inputs[key] !== undefined);
  if (given.length !== 1)
    return [
      {
        path: [],
        reason: `FileLegacy needs exactly one of sourceFile, sourceRaw, and has ${given.length === 0 ? "none" : "both"}`,
      },
    ];
  if (contentOf(inputs) === undefined)
    return [{ path: ["contentType"], reason: "is needed where the file's name does not tell what is in it" }];
  return [];
}

/** A file that is brought onto a node: through the API where that takes it, and else as its shell does. */
export function fileKind(client: Client): ResourceKind {
  const stateOf = async (inputs: Properties, signal: AbortSignal): Promise<Properties> => {
    const address = addressOf(inputs);
    const found = await foundFile(client, address, signal);
    const path = stringAt(objectAt(inputs, "sourceFile"), "path");
    const local = path !== undefined && !/^https?:/.test(path) ? statSync(path) : undefined;
    return {
      ...withoutBookkeeping(inputs),
      contentType: address.contentType,
      fileName: address.fileName,
      ...(local && {
        fileModificationDate: local.mtime.toISOString(),
        fileSize: local.size,
        fileTag: `${local.mtimeMs}-${local.size}`,
      }),
      ...(!local && found?.size !== undefined && { fileSize: found.size }),
    };
  };

  return {
    check: (request) => checkTable(table, request),
    diff: (request) => diffTable(table, request),
    preview: ({ inputs, state }) => ({
      fileName: state?.fileName ?? computed,
      ...withoutBookkeeping(inputs),
    }),
    async create({ inputs, signal }) {
      const { nodeName, datastoreId, contentType, fileName } = addressOf(inputs);
      const volume = `${datastoreId}:${contentType}/${fileName}`;
      const there = await foundFile(client, addressOf(inputs), signal);
      if (there && inputs.overwrite === false)
        throw new Refusal(`file "${volume}" already exists, and overwrite is false`);
      const bytes = await bytesOf(inputs);
      if (["iso", "vztmpl", "import"].includes(contentType)) {
        const body = multipart(contentType, fileName, bytes);
        await client.task({
          method: "POST",
          path: `/nodes/${part(nodeName)}/storage/${part(datastoreId)}/upload`,
          body,
          signal,
        });
      } else await writeAsShell(client, { nodeName, datastoreId, contentType, fileName }, bytes, signal);
      return { id: volume, state: await stateOf(inputs, signal) };
    },
    update: ({ inputs, signal }) => stateOf(inputs, signal),
    async read({ id, state, inputs, signal }) {
      const named = volumeNamed(id);
      const address = { ...named, nodeName: named.nodeName ?? stringAt(state, "nodeName") ?? "" };
      const found = await foundFile(client, address, signal);
      if (!found) return undefined;
      const { fileName, ...place } = address;
      const volume = `${place.datastoreId}:${place.contentType}/${fileName}`;
      const isImport = Object.keys(inputs).length === 0;
      return {
        id: volume,
        state: { ...withoutBookkeeping(state), ...place, fileName },
        inputs: isImport ? place : inputs,
      };
    },
    async remove({ state, signal }) {
      const { nodeName, datastoreId, contentType, fileName } = addressOf(state);
      const volume = `${datastoreId}:${contentType}/${fileName}`;
      await client.drop({
        path: `/nodes/${part(nodeName)}/storage/${part(datastoreId)}/content/${part(volume)}`,
        signal,
      });
    },
  };
}

interface Address {
  [key: string]: string;
  nodeName: string;
  datastoreId: string;
  contentType: string;
  fileName: string;
}

function addressOf(inputs: Properties): Address {
  const { nodeName, datastoreId } = inputs;
  return {
    nodeName: String(nodeName),
    datastoreId: String(datastoreId),
    contentType: contentOf(inputs) ?? "",
    fileName: nameOf(inputs),
  };
}

function nameOf(inputs: Properties): string {
  const { fileName, path } = {
    ...objectAt(inputs, "sourceFile"),
    ...objectAt(inputs, "sourceRaw"),
  } as Properties;
  return String(fileName || basename(String(path ?? inputs.fileName)));
}

/** By its name, where the program does not say: as the official provider guesses. */
function contentOf(inputs: Properties): string | undefined {
  if (inputs.contentType !== undefined) return String(inputs.contentType);
  const raw = objectAt(inputs, "sourceRaw").fileName ?? objectAt(inputs, "sourceFile").path;
  if (raw === computed) return "snippets";
  const name = String(raw ?? "");
  if (/\.tar\.(gz|xz)$/.test(name)) return "vztmpl";
  if (/\.(qcow2|raw|vmdk)$/.test(name)) return "import";
  if (/\.(iso|img)$/i.test(name)) return "iso";
  return /\.ya?ml$/i.test(name) ? "snippets" : undefined;
}

async function bytesOf(inputs: Properties): Promise<Buffer> {
  if (isObject(inputs.sourceRaw)) {
    const { data, resize } = inputs.sourceRaw;
    return Buffer.from(String(data).padEnd(Number(resize ?? 0)));
  }
  const { path, checksum } = objectAt(inputs, "sourceFile");
  const from = String(path);
  const bytes = /^https?:/.test(from)
    ? Buffer.from(await (await fetch(from)).arrayBuffer())
    : readFileSync(from);
  const actual = createHash("sha256").update(bytes).digest("hex");
  if (checksum && checksum !== actual)
    throw new Refusal(
      `the SHA-256 of ${from} is ${actual}, and not ${String(checksum)} as sourceFile.checksum says`,
    );
  return bytes;
}

function multipart(content: string, name: string, bytes: Buffer) {
  const boundary = `sandbox-${createHash("sha256").update(bytes).digest("hex").slice(0, 24)}`;
  const field = `--${boundary}\r\nContent-Disposition: form-data; name="content"\r\n\r\n${content}\r\n`;
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="filename"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const whole = Buffer.concat([Buffer.from(field + file), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { type: `multipart/form-data; boundary=${boundary}`, bytes: whole };
}

/**
 * The API takes no snippets. The official provider writes them over SSH; the sandbox's nodes have no SSH, but a door
 * in its place, and a node that has no such door is one that this stand-in cannot serve.
 */
async function writeAsShell(
  client: Client,
  { nodeName, datastoreId, contentType, fileName }: Address,
  bytes: Buffer,
  signal: AbortSignal,
): Promise<void> {
  const { path } = await client.object({ path: `/storage/${part(datastoreId)}`, signal });
  if (typeof path !== "string")
    throw new Refusal(
      `${datastoreId} is no storage of files: a file of type ${contentType} has no place there`,
    );
  const folder = contentType === "backup" ? "dump" : contentType;
  const body = { type: "application/octet-stream", bytes };
  try {
    await client.call({
      method: "PUT",
      path: `/ssh/${part(nodeName)}${path}/${folder}/${encodeURIComponent(fileName)}`,
      body,
      signal,
    });
  } catch (error) {
    if (!isAbsence(error)) throw error;
    throw new Refusal(
      `${fileName}: a file of type ${contentType} goes onto a node over SSH, which only the official plugin can do`,
    );
  }
}
