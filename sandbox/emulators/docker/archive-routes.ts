import { posix } from "node:path";
import { ApiError } from "../framework/index.ts";
import type { Add, Call } from "./api.ts";
import { containerNamed } from "./container.ts";
import type { Host } from "./host.ts";
import type { Container, StoredFile } from "./records.ts";
import { type Entry, readTar, writeTar } from "./tar.ts";

/** What is copied into a container can be copied out again; of its image's own files nothing is known. */
export function archiveRoutes(add: Add, host: Host): void {
  add("PUT", "/containers/:id/archive", (call) => {
    const container = containerNamed(host, call.param("id"));
    const folder = placeOf(call);
    refuseReadOnly(container, folder);
    const entries = readTar(call.bytes());
    if (!entries)
      throw new ApiError(400, "Error processing tar file(exit status 1): archive/tar: invalid tar header");
    for (const { content, ...entry } of entries) {
      const path = posix.join("/", folder, entry.path).replace(/(.)\/$/, "$1");
      const file = { ...entry, container: container.id, path, content: content.toString("base64") };
      if (path !== "/") host.files.put(`${container.id}:${path}`, file);
    }
    return call.reply.status(200).send();
  });
  add("GET", "/containers/:id/archive", (call) => {
    const container = containerNamed(host, call.param("id"));
    const place = placeOf(call);
    const found = host.files
      .all()
      .filter((file) => file.container === container.id)
      .filter(({ path }) => path === place || path.startsWith(place === "/" ? "/" : `${place}/`));
    if (found.length === 0)
      throw new ApiError(
        404,
        `Could not find the file ${call.query("path")} in container ${call.param("id")}`,
      );
    const parent = posix.dirname(place);
    const entries = withFolder(place, found).map((entry) => ({
      ...entry,
      path: posix.relative(parent, entry.path) + (entry.kind === "directory" ? "/" : ""),
    }));
    const whole = entries[0];
    call.reply.headers({
      "content-type": "application/x-tar",
      "x-docker-container-path-stat": whole && statOf(whole, place),
    });
    return writeTar(entries);
  });
}

function placeOf(call: Call): string {
  const path = call.query("path");
  if (path === "") throw new ApiError(400, "bad parameter: path cannot be empty");
  return posix.join("/", path).replace(/(.)\/$/, "$1");
}

/** A folder that only its files tell of. */
function withFolder(place: string, found: StoredFile[]): Entry[] {
  const entries = found
    .map(({ container: _, content, ...file }) => ({ ...file, content: Buffer.from(content, "base64") }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  if (entries.some(({ path }) => path === place)) return entries;
  const modified = Math.max(...entries.map((entry) => entry.modified));
  const folder: Entry = {
    path: place,
    kind: "directory",
    mode: 0o755,
    uid: 0,
    gid: 0,
    modified,
    target: "",
    content: Buffer.alloc(0),
  };
  return [folder, ...entries];
}

/** How Go marks what is no plain file, above the permissions. */
const goModes = { file: 0, directory: 2 ** 31, symlink: 2 ** 27 };

function statOf({ kind, mode, modified, content, target }: Entry, place: string): string {
  const stat = {
    name: posix.basename(place),
    size: content.length,
    mode: goModes[kind] + mode,
    mtime: new Date(modified * 1000).toISOString(),
    linkTarget: target,
  };
  return Buffer.from(JSON.stringify(stat)).toString("base64");
}

function refuseReadOnly({ hostConfig, mounts }: Container, folder: string): void {
  const mount = mounts
    .filter(({ Destination }) => folder === Destination || folder.startsWith(`${Destination}/`))
    .toSorted((a, b) => b.Destination.length - a.Destination.length)[0];
  if (mount && !mount.RW) throw new ApiError(403, "mounted volume is marked read-only");
  if (!mount && hostConfig.ReadonlyRootfs) throw new ApiError(403, "container rootfs is marked read-only");
}
