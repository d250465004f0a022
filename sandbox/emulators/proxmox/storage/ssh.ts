import { PveError } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";
import { nodesOf, storagesOf } from "./storages.ts";
import { isDirectory, keyOfVolume } from "./volume.ts";

const contents: Record<string, string> = { snippets: "snippets", dump: "backup" };

/**
 * A file written by whoever has a shell on the node: snippets and backups come in no other way. The node finds
 * it on the storage whose folder it lies in.
 */
export function writeOverSsh(
  datacenter: Datacenter,
  node: string,
  file: string,
  bytes: Buffer,
): { data: null } {
  datacenter.nodeThatAnswers(node);
  const storage = storagesOf(datacenter)
    .all()
    .find(
      (each) =>
        isDirectory(each) && file.startsWith(`${each.path}/`) && nodesOf(each, datacenter).includes(node),
    );
  const [, folder = "", name = ""] =
    /^([^/]+)\/([^/]+)$/.exec(file.slice(String(storage?.path).length + 1)) ?? [];
  const content = contents[folder];
  if (!storage || content === undefined) throw new PveError(`${file}: No such file or directory`, 404);
  const volume = {
    volid: `${storage.storage}:${content}/${name}`,
    storage: storage.storage,
    node,
    content,
    format: content === "snippets" ? "snippet" : (name.split(".").at(-1) ?? ""),
    size: bytes.length,
    ctime: Math.floor(Date.now() / 1000),
    ...(content === "snippets" && { text: bytes.toString("utf8") }),
  };
  datacenter.volumes.put(keyOfVolume(volume, datacenter), volume);
  return { data: null };
}
