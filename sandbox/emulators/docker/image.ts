import { ApiError } from "../framework/index.ts";
import { type Host, hashOf, now } from "./host.ts";
import type { Image } from "./records.ts";
import { parseReference, type Reference } from "./reference.ts";

/** By its id, by a beginning of that, or by a name; a digest in a name outweighs its tag. */
export function findImage(host: Host, name: string): Image | undefined {
  const all = host.images.all();
  const hex = name.replace(/^sha256:/, "");
  if (/^[0-9a-f]+$/.test(hex)) {
    const near = all.filter(({ id }) => id.startsWith(`sha256:${hex}`));
    if (near.length === 1 || /^[0-9a-f]{64}$/.test(hex)) return near[0];
  }
  const { repository, tag = "latest", digest } = parseReference(name);
  return digest === undefined
    ? all.find(({ tags }) => tags.includes(`${repository}:${tag}`))
    : all.find(({ digests }) => digests.includes(`${repository}@${digest}`));
}

export function imageNamed(host: Host, name: string): Image {
  const image = findImage(host, name);
  if (!image) throw new ApiError(404, `No such image: ${withTag(name)}`);
  return image;
}

function withTag(name: string): string {
  return /[:@][^/]*$/.test(name) || /^[0-9a-f]{12,64}$/.test(name) ? name : `${name}:latest`;
}

/** Refuses what no registry has, in the words of a registry. */
export function refuseAbsent({ repository, tag, digest }: Reference, host: Host): void {
  const absent = host.seed.absentImages.map((name) => parseReference(name));
  if (absent.some((each) => each.repository === repository && !each.tag && !each.digest))
    throw new ApiError(
      404,
      `pull access denied for ${repository}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
    );
  const gone = absent.some(
    (each) => each.repository === repository && (digest ? each.digest === digest : each.tag === tag),
  );
  if (gone)
    throw new ApiError(
      404,
      `manifest for ${repository}${digest ? `@${digest}` : `:${tag}`} not found: manifest unknown: manifest unknown`,
    );
}

/** What a registry would say is behind a name: made up, and always the same for the same name. */
export function digestOf({ repository, tag = "latest", digest }: Reference): string {
  return digest ?? `sha256:${hashOf("manifest", repository, tag)}`;
}

export function pull(
  host: Host,
  reference: Reference,
  architecture: string,
): { image: Image; fresh: boolean } {
  refuseAbsent(reference, host);
  const { repository, tag, digest } = reference;
  const manifest = digestOf(reference);
  const id = `sha256:${hashOf("image", manifest, architecture)}`;
  const known = host.images.get(id);
  const named = `${repository}:${tag}`;
  // Pulled by its digest, an image gets no tag, whatever tag stood before the digest.
  const tags = new Set([...(known?.tags ?? []), ...(digest ? [] : [named])]);
  const image: Image = {
    id,
    tags: [...tags],
    digests: [...new Set([...(known?.digests ?? []), `${repository}@${manifest}`])],
    created: known?.created ?? new Date(Number.parseInt(id.slice(7, 14), 16) * 1000 + 1.5e12).toISOString(),
    architecture,
    size: known?.size ?? 5_000_000 + (Number.parseInt(id.slice(7, 15), 16) % 400_000_000),
    tagged: now(),
  };
  if (!digest) untagElsewhere(host, named, id);
  host.images.put(id, image);
  host.events.tell("image", "pull", digest ? `${repository}@${digest}` : named, { name: repository });
  return { image, fresh: known === undefined || known.tags.length < tags.size };
}

export function tagImage(host: Host, image: Image, name: string): void {
  untagElsewhere(host, name, image.id);
  host.images.put(image.id, { ...image, tags: [...new Set([...image.tags, name])], tagged: now() });
  host.events.tell("image", "tag", image.id, { name });
}

function untagElsewhere(host: Host, name: string, id: string): void {
  for (const other of host.images.all())
    if (other.id !== id && other.tags.includes(name))
      host.images.put(other.id, { ...other, tags: other.tags.filter((tag) => tag !== name) });
}

export type Deleted = { Untagged: string } | { Deleted: string };

/** Takes away a name, and with its last name the image, unless a container was made from it. */
export function removeImage(host: Host, name: string, force: boolean): Deleted[] {
  const image = imageNamed(host, name);
  const users = host.containers.all().filter((container) => container.image === image.id);
  const short = image.id.slice(7, 19);
  const byId = /^(sha256:)?[0-9a-f]+$/.test(name) && !image.tags.includes(withTag(name));
  if (byId) return removeWhole(host, image, users, force, short);

  const { repository, tag = "latest", digest } = parseReference(name);
  const reference = digest ? `${repository}@${digest}` : `${repository}:${tag}`;
  const names = [...image.tags, ...image.digests].filter((each) => each !== reference);
  const last = digest ? names.length === 0 : image.tags.length <= 1;
  const user = users[0];
  if (last && user && !force)
    throw new ApiError(
      409,
      `conflict: unable to remove repository reference "${name}" (must force) - container ${user.id.slice(0, 12)} is using its referenced image ${short}`,
    );
  host.events.tell("image", "untag", image.id, { name: reference });
  if (last && users.length === 0)
    return [...[...image.tags, ...image.digests].map((each) => ({ Untagged: each })), ...gone(host, image)];
  const keep = (each: string) => each !== reference;
  host.images.put(image.id, {
    ...image,
    tags: image.tags.filter(keep),
    digests: image.digests.filter(keep),
  });
  return [{ Untagged: reference }];
}

function removeWhole(
  host: Host,
  image: Image,
  users: { id: string; status: string }[],
  force: boolean,
  short: string,
): Deleted[] {
  const running = users.find(({ status }) => status === "running" || status === "paused");
  const conflict = (why: string) => new ApiError(409, `conflict: unable to delete ${short} ${why}`);
  if (running)
    throw conflict(
      `(cannot be forced) - image is being used by running container ${running.id.slice(0, 12)}`,
    );
  const user = users[0];
  if (user && !force)
    throw conflict(`(must be forced) - image is being used by stopped container ${user.id.slice(0, 12)}`);
  const repositories = new Set(image.tags.map((tag) => tag.replace(/:[^:]*$/, "")));
  if (repositories.size > 1 && !force)
    throw conflict("(must be forced) - image is referenced in multiple repositories");
  return [...[...image.tags, ...image.digests].map((each) => ({ Untagged: each })), ...gone(host, image)];
}

function gone(host: Host, { id }: Image): Deleted[] {
  host.images.delete(id);
  host.events.tell("image", "delete", id, { name: id });
  return [{ Deleted: id }];
}
