import { ApiError } from "../framework/index.ts";
import type { Add, Call } from "./api.ts";
import { Filters, matches } from "./filters.ts";
import type { Host } from "./host.ts";
import { digestOf, imageNamed, pull, refuseAbsent, removeImage, tagImage } from "./image.ts";
import { inspectImage, summarizeImage } from "./image-view.ts";
import type { Image } from "./records.ts";
import { parseReference, type Reference } from "./reference.ts";

/** An image's name holds slashes, so that everything about one is a path of any length with a word at its end. */
export function imageRoutes(add: Add, host: Host): void {
  add("GET", "/images/json", (call) => listImages(host, call));
  add("POST", "/images/create", (call) => createImage(host, call));
  add("POST", "/images/prune", (call) => pruneImages(host, call));
  add("GET", "/images/*", (call) => {
    const [name, about] = split(call);
    if (about === "json") return inspectImage(host, imageNamed(host, name));
    if (about === "history") return history(imageNamed(host, name));
    throw new ApiError(404, "page not found");
  });
  add("POST", "/images/*", (call) => {
    const [name, about] = split(call);
    if (about !== "tag") throw new ApiError(404, "page not found");
    const image = imageNamed(host, name);
    const target = parseReference(call.query("repo"));
    const tag = call.query("tag") || target.tag || "latest";
    tagImage(host, image, `${target.repository}:${tag}`);
    return call.reply.status(201).send();
  });
  add("DELETE", "/images/*", (call) => removeImage(host, call.param("*"), call.flag("force")));
  add("GET", "/distribution/*", (call) => {
    const [name, about] = split(call);
    if (about !== "json") throw new ApiError(404, "page not found");
    return distribution(host, parseReference(name));
  });
}

function split(call: Call): [string, string] {
  const path = call.param("*");
  const at = path.lastIndexOf("/");
  return [path.slice(0, at), path.slice(at + 1)];
}

function listImages(host: Host, call: Call) {
  const known = ["before", "dangling", "label", "reference", "since", "until"];
  const filters = new Filters(call.query("filters"), known);
  const dangling = filters.flag("dangling");
  return host.images
    .all()
    .filter(({ tags }) => dangling === undefined || dangling === (tags.length === 0))
    .filter(({ tags }) =>
      filters.some("reference", (wanted) =>
        tags.some((tag) => matches(`^${wanted.replaceAll("*", "[^/]*")}(:[^:]*)?$`, tag)),
      ),
    )
    .filter(() => filters.labels(null))
    .toReversed()
    .map((image) => summarizeImage(host, image));
}

function createImage(host: Host, call: Call) {
  const from = call.query("fromImage");
  if (from === "")
    throw new ApiError(501, "an emulated host pulls images (fromImage), and has nothing to import them with");
  const tag = call.query("tag");
  const named = parseReference(from);
  const reference: Reference = tag.startsWith("sha256:")
    ? parseReference(`${named.repository}@${tag}`)
    : named.digest
      ? named
      : parseReference(`${named.repository}:${tag || named.tag || "latest"}`);
  const architecture = call.query("platform").split("/")[1] ?? host.seed.architecture;
  const { image, fresh } = pull(host, reference, architecture);
  call.reply.header("content-type", "application/json");
  return progress(reference, image, fresh)
    .map((line) => `${JSON.stringify(line)}\r\n`)
    .join("");
}

function progress(reference: Reference, image: Image, fresh: boolean) {
  const layer = image.id.slice(-12);
  const name = reference.digest ?? reference.tag;
  const full = reference.domain === "docker.io" ? reference.path : reference.repository;
  const steps = ["Pulling fs layer", "Download complete", "Pull complete"];
  const said = `${reference.repository}${reference.digest ? "@" : ":"}${name}`;
  return [
    { status: `Pulling from ${full}`, id: name },
    ...(fresh ? steps.map((status) => ({ status, progressDetail: {}, id: layer })) : []),
    { status: `Digest: ${digestOf(reference)}` },
    { status: `Status: ${fresh ? "Downloaded newer image" : "Image is up to date"} for ${said}` },
  ];
}

function history(image: Image) {
  return [
    {
      Id: image.id,
      Created: Math.floor(Date.parse(image.created) / 1000),
      CreatedBy: "",
      Tags: image.tags,
      Size: image.size,
      Comment: "",
    },
  ];
}

/** Removes what has no name; with `dangling=false`, all that no container was made from. */
function pruneImages(host: Host, call: Call) {
  const filters = new Filters(call.query("filters"), ["dangling", "label", "label!", "until"]);
  const all = filters.flag("dangling") === false;
  const used = new Set(host.containers.all().map(({ image }) => image));
  const unused = host.images.all().filter(({ id, tags }) => !used.has(id) && (all || tags.length === 0));
  return {
    ImagesDeleted: unused.length === 0 ? null : unused.flatMap(({ id }) => removeImage(host, id, true)),
    SpaceReclaimed: unused.reduce((sum, { size }) => sum + size, 0),
  };
}

function distribution(host: Host, reference: Reference) {
  const named = { ...reference, ...(!reference.digest && { tag: reference.tag ?? "latest" }) };
  refuseAbsent(named, host);
  return {
    Descriptor: {
      mediaType: "application/vnd.oci.image.index.v1+json",
      digest: digestOf(named),
      size: 1609,
    },
    Platforms: ["amd64", "arm64"].map((architecture) => ({ architecture, os: "linux" })),
  };
}
