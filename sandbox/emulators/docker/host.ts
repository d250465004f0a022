import { createHash, randomBytes } from "node:crypto";
import { ApiError, type Collection, type Store } from "../framework/index.ts";
import { Events } from "./events.ts";
import type { Container, Exec, Image, Network, StoredFile, Volume } from "./records.ts";
import type { DockerSeed } from "./seed.ts";

/** Where a host keeps things: nothing is there, but clients are told of it. */
export const dataRoot = "/var/lib/docker";

export const never = "0001-01-01T00:00:00Z";

/** One Docker host: what it is made of, and all that it holds. */
export class Host {
  readonly seed: DockerSeed;
  readonly store: Store;
  readonly containers: Collection<Container>;
  readonly networks: Collection<Network>;
  readonly volumes: Collection<Volume>;
  readonly images: Collection<Image>;
  readonly execs: Collection<Exec>;
  readonly files: Collection<StoredFile>;
  readonly events: Events;

  constructor(store: Store, seed: DockerSeed) {
    this.seed = seed;
    this.store = store;
    this.containers = store.collection("containers");
    this.networks = store.collection("networks");
    this.volumes = store.collection("volumes");
    this.images = store.collection("images");
    this.execs = store.collection("execs");
    this.files = store.collection("files");
    this.events = new Events();
  }
}

export function newId(): string {
  return randomBytes(32).toString("hex");
}

/** The same for the same words, on every host and at every time. */
export function hashOf(...words: string[]): string {
  return createHash("sha256").update(JSON.stringify(words)).digest("hex");
}

/** By its whole id, by its name, or by a beginning of its id that is nobody else's. */
export function lookUp<T extends { id: string; name: string }>(
  all: T[],
  reference: string,
  kind: string,
): T | undefined {
  const name = reference.replace(/^\//, "");
  const exact = all.find(({ id }) => id === reference) ?? all.find((each) => each.name === name);
  if (exact || !/^[0-9a-f]+$/.test(reference)) return exact;
  const near = all.filter(({ id }) => id.startsWith(reference));
  if (near.length > 1)
    throw new ApiError(400, `multiple IDs found with provided prefix: ${reference} (${kind})`);
  return near[0];
}

export function now(): string {
  return new Date().toISOString();
}
