import {
  boolean,
  defaulting,
  integer,
  matching,
  oneOf,
  replacing,
  required,
  string,
} from "../../framework/shape.ts";
import type { Properties } from "../../framework/value.ts";
import type { Client } from "../client.ts";
import type { Kind } from "../kind.ts";
import { hidden, output, part, steering, text } from "../words.ts";

/** A file that a node fetches by itself, onto one of its storages. */
export const download: Kind = {
  name: "File",
  properties: {
    checksum: hidden(text("checksum", replacing(string))),
    checksumAlgorithm: hidden(
      text("checksum-algorithm", replacing(oneOf("md5", "sha1", "sha224", "sha256", "sha384", "sha512"))),
    ),
    contentType: text("content", replacing(required(oneOf("iso", "vztmpl", "import")))),
    datastoreId: text("storage", replacing(required(string))),
    decompressionAlgorithm: hidden(text("compression", replacing(oneOf("gz", "lzo", "zst", "bz2")))),
    fileName: text("filename", replacing(string)),
    nodeName: text("node", replacing(required(string))),
    overwrite: steering(defaulting(boolean, true)),
    overwriteUnmanaged: steering(defaulting(boolean, false)),
    size: output({ field: integer, api: "size" }),
    uploadTimeout: steering(defaulting(integer, 600)),
    url: hidden(text("url", replacing(required(matching(/^https?:\/\//, "a URL of http or https"))))),
    verify: hidden({ field: defaulting(boolean, true), api: "verify-certificates" }),
  },
  rules: ({ fileName, url }) =>
    fileName === undefined && typeof url === "string" && !/[^/]\/[^/?]+\.[^/?]+$/.test(url)
      ? [{ path: ["fileName"], reason: "is needed where the URL ends with no name of a file" }]
      : [],
  id: (inputs) => volumeOf(inputs),
  named: volumeNamed,
  list: ({ nodeName, datastoreId }) => `/nodes/${part(nodeName)}/storage/${part(datastoreId)}/download-url`,
  more: (inputs) => ({ filename: fileNameOf(inputs) }),
  one: ({ nodeName, datastoreId, ...rest }) =>
    `/nodes/${part(nodeName)}/storage/${part(datastoreId)}/content/${part(volumeOf({ datastoreId: datastoreId ?? "", ...rest }))}`,
  // All that can change of it is what the provider makes of it.
  silent: "changes",
  find: foundFile,
};

export function fileNameOf({ fileName, url }: { [key: string]: unknown }): string {
  return String(fileName ?? String(url).split("/").at(-1));
}

function volumeOf(inputs: { [key: string]: unknown }): string {
  return `${inputs.datastoreId}:${inputs.contentType}/${fileNameOf(inputs)}`;
}

/** node/storage:content/name, as it is imported; or without the node, as its id is. */
export function volumeNamed(id: string) {
  const [, nodeName, datastoreId = "", contentType = "", fileName = ""] =
    /^(?:([^/:]+)\/)?([^:]+):([^/]+)\/(.+)$/.exec(id) ?? [];
  return { ...(nodeName !== undefined && { nodeName }), datastoreId, contentType, fileName };
}

export async function foundFile(
  client: Client,
  inputs: { [key: string]: unknown },
  signal: AbortSignal,
): Promise<Properties | undefined> {
  const { nodeName, datastoreId, contentType } = inputs;
  const path = `/nodes/${encodeURIComponent(String(nodeName))}/storage/${encodeURIComponent(String(datastoreId))}/content`;
  const all = await client.list({ path, form: { content: String(contentType) }, signal });
  const found = all.find(({ volid }) => volid === volumeOf(inputs));
  if (!found) return undefined;
  const place = { node: String(nodeName), storage: String(datastoreId), content: String(contentType) };
  return { ...found, ...place, filename: fileNameOf(inputs) };
}
