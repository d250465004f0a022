import { listItems } from "../api/formats.ts";
import { type Call, type Handlers, PveError } from "../api/index.ts";
import { bytesOf } from "../guests/size.ts";
import type { Volume } from "../records.ts";
import { statusOf, storagesOnNode } from "./status.ts";
import { demandContent, type Storage, storageSections } from "./storages.ts";
import { allocate, keyOfVolume, storageOn, volumeNamed, volumesOn } from "./volume.ts";

/** What a file has to be called to be of a content. */
const extensions: Record<string, RegExp> = {
  iso: /\.(iso|img)$/i,
  vztmpl: /\.tar\.(gz|xz|zst)$|\.tar$/,
  import: /\.(ova|ovf|qcow2|raw|vmdk)$/,
};

export const storageHandlers: Handlers = {
  ...storageSections,
  "GET /storage": (call) => {
    const all = storageSections["GET /storage"]?.(call) as Storage[];
    return all.filter(({ type }) => type === (call.parameters.type ?? type));
  },
  "GET /nodes/{node}/storage": ({ datacenter, parameters }) => {
    const wanted = listItems(String(parameters.content ?? ""));
    return storagesOnNode(String(parameters.node), datacenter)
      .filter(({ storage }) => storage === (parameters.storage ?? storage))
      .filter(({ enabled }) => !parameters.enabled || enabled)
      .filter(
        ({ content }) => wanted.length === 0 || listItems(content).some((each) => wanted.includes(each)),
      );
  },
  "GET /nodes/{node}/storage/{storage}": () =>
    ["content", "download-url", "status", "upload"].map((subdir) => ({ subdir })),
  "GET /nodes/{node}/storage/{storage}/status": (call) => {
    const { node, storage } = placeOf(call);
    return statusOf(storage, node, call.datacenter);
  },
  "GET /nodes/{node}/storage/{storage}/content": (call) => {
    const { node, storage } = placeOf(call);
    const { content, vmid } = call.parameters;
    return volumesOn(node, storage.storage, call.datacenter)
      .filter(
        (volume) => volume.content === (content ?? volume.content) && volume.vmid === (vmid ?? volume.vmid),
      )
      .map(({ storage: _, node: __, text: ___, ...volume }) => volume);
  },
  "POST /nodes/{node}/storage/{storage}/content": (call) => {
    const { node, storage } = placeOf(call);
    const { vmid, size, format, filename } = call.parameters;
    const kib = /^\d+$/.test(String(size)) ? `${size}K` : String(size);
    const wanted = {
      node,
      storage: storage.storage,
      vmid: Number(vmid),
      size: bytesOf(kib),
      name: String(filename).replace(/\.\w+$/, ""),
    };
    return allocate({ ...wanted, ...(format !== undefined && { format: String(format) }) }, call.datacenter)
      .volid;
  },
  "GET /nodes/{node}/storage/{storage}/content/{volume}": (call) => {
    const { volid, format, size, notes, protected: isProtected } = foundVolume(call);
    const { storage } = placeOf(call);
    const path = `${storage.path ?? `/dev/${storage.pool ?? storage.vgname}`}/${volid.split(":")[1]}`;
    return {
      path,
      format,
      size,
      used: size,
      ...(notes !== undefined && { notes }),
      ...(isProtected && { protected: 1 }),
    };
  },
  "PUT /nodes/{node}/storage/{storage}/content/{volume}": (call) => {
    const volume = foundVolume(call);
    const { notes, protected: isProtected } = call.parameters;
    call.datacenter.volumes.put(keyOfVolume(volume, call.datacenter), {
      ...volume,
      ...(notes !== undefined && { notes: String(notes) }),
      ...(isProtected !== undefined && { protected: Number(isProtected) }),
    });
    return null;
  },
  "DELETE /nodes/{node}/storage/{storage}/content/{volume}": (call) => {
    const volume = foundVolume(call);
    if (volume.protected) throw new PveError(`can't remove protected volume '${volume.volid}'`);
    const user = call.datacenter.guests.all().find(({ config }) => isUsedIn(volume, config));
    if (user && volume.content === "images")
      throw new PveError(`can't remove volume '${volume.volid}': it is used by guest ${user.vmid}`);
    return start(call, "imgdel", `${volume.vmid ?? ""}@${volume.storage}`, "volume-removed", { volume });
  },
  "POST /nodes/{node}/storage/{storage}/upload": (call) => {
    const { upload, parameters } = call;
    if (!upload) throw new PveError("missing temporary file", 400);
    const { checksum } = parameters;
    if (checksum !== undefined && parameters["checksum-algorithm"] === "sha256" && checksum !== upload.sha256)
      throw new PveError(`checksum mismatch: got '${upload.sha256}' != expect '${checksum}'`);
    return start(call, "imgcopy", "", "volume-made", { volume: newVolume(call, upload.size) });
  },
  "POST /nodes/{node}/storage/{storage}/download-url": (call) => {
    const url = String(call.parameters.url);
    const size = sizeAt(url, call);
    const volume = newVolume(call, size);
    if (call.datacenter.volumes.has(keyOfVolume(volume, call.datacenter)))
      throw new PveError(`refusing to override existing file '${volume.volid.split("/").at(-1)}'`);
    const { name } = { name: volume.volid.split("/").at(-1) ?? "" };
    return start(call, "download", name, "volume-made", { volume });
  },
  "GET /nodes/{node}/query-url-metadata": (call) => {
    const url = String(call.parameters.url);
    return { filename: url.split("/").at(-1), mimetype: "application/octet-stream", size: sizeAt(url, call) };
  },
};

function placeOf({ datacenter, parameters }: Call) {
  const node = String(parameters.node);
  return { node, storage: storageOn(node, String(parameters.storage), datacenter) };
}

/** By its whole name, or by what of it follows the storage's. */
function foundVolume(call: Call): Volume {
  const { node, storage } = placeOf(call);
  const given = String(call.parameters.volume);
  const volid = given.includes(":") ? given : `${storage.storage}:${given}`;
  return volumeNamed(volid, node, call.datacenter);
}

function newVolume(call: Call, size: number): Volume {
  const { node, storage } = placeOf(call);
  const content = String(call.parameters.content);
  const filename = String(call.parameters.filename).replaceAll("\\", "/").split("/").at(-1) ?? "";
  demandContent(storage, content);
  if (!extensions[content]?.test(filename))
    throw new PveError("Parameter verification failed.", 400, { filename: "wrong file extension" });
  const format =
    content === "vztmpl" ? filename.replace(/^.*?\.tar\./, "t") : (filename.split(".").at(-1) ?? "");
  const volid = `${storage.storage}:${content}/${filename}`;
  return {
    volid,
    storage: storage.storage,
    node,
    content,
    format,
    size,
    ctime: Math.floor(Date.now() / 1000),
  };
}

function sizeAt(url: string, { datacenter }: Call): number {
  return datacenter.seed.downloads[url] ?? 2 ** 20;
}

function start(
  { datacenter, caller, parameters }: Call,
  type: string,
  id: string,
  effect: string,
  data: Record<string, unknown>,
) {
  return datacenter.tasks.start({ node: String(parameters.node), type, id, user: caller, effect, data });
}

function isUsedIn({ volid }: Volume, config: Record<string, unknown>): boolean {
  return Object.values(config).some((value) => typeof value === "string" && value.split(",")[0] === volid);
}
