import { posix } from "node:path";
import { bytes, type Memory } from "../units/index.ts";
import { type Image, image, reference } from "./image.ts";
import type { Value } from "./value.ts";

/** The long-term release that programs of ours run on; Renovate finds it by its form. */
export const NODE: Image = image(
  "docker.io/library/node",
  "24.21.0-trixie-slim",
  "sha256:8ec5d7557396cfe32d21c3f9c13072355ceab22b584578ca4bb28af31120cffe",
);

/** What serves pages of ours; Renovate finds it by its form. */
const NGINX: Image = image(
  "docker.io/library/nginx",
  "1.31.4",
  "sha256:b34848eff6db786b6b1282d3a9c3fd0b5563dfb6d261df4923378b419e0d24f0",
);

/** The image's own user that is not root. */
const USER = 1000;

/** Of the memory that a container may use; the rest is for buffers, which the limit of the heap does not count. */
const HEAP = 0.75;

/**
 * Gives memory back to the machine. The C library would keep every buffer that was freed for the next one, and after a
 * burst of large requests that is most of what the process holds; V8 would else let its young objects take six times this,
 * and hold for days what a start has left behind (`workloads/kit/rest.ts`). Its compilers are 8 MB of Node.js that nobody
 * reads before there is work: the one in the middle stays out, and the last one comes five times later.
 */
const FRUGAL = {
  flags: ["--max-semi-space-size=8", "--expose-gc", "--no-maglev", "--efficiency-mode"],
  env: { MALLOC_MMAP_THRESHOLD_: "16384" },
};

/** Where the program lies in its container: alone in a folder, so that the whole of it can be mounted. */
export const PROGRAM_FOLDER = "/app";

/** Where Node.js is brought to, in the container of an image that has none. */
export const NODE_FOLDER = "/opt/node";

export function programFile(program: string): string {
  return `${program}.mjs`;
}

interface Declared {
  program?: string | undefined;
  site?: string | undefined;
  /** In the place of the one that has Node.js alone: what the program calls is in it. */
  image?: Image | undefined;
  place: object;
  env?: Record<string, Value> | undefined;
  user?: number | undefined;
  resources?: { memory: { limit: Memory } } | undefined;
}

/** What follows for the container of a service that runs a program of ours, or shows pages of ours. */
export function runtimeOf({ program, site, place, ...declared }: Declared) {
  if ("machine" in place) return {};
  if (site) return { ...servedBy(declared), program: site };
  return program ? runtimeFor(program, declared) : {};
}

/** By what a site of ours is served. Its image's own entry point would write into what belongs to root. */
export function servedBy({ user = 101 }: Pick<Declared, "user"> = {}) {
  return { image: NGINX, command: ["nginx", "-e", "stderr", "-g", "daemon off;"], user };
}

/** By what a program of ours is run, wherever it is. */
export function runtimeFor(
  program: string,
  { image = NODE, env, user = USER, resources }: Pick<Declared, "image" | "env" | "user" | "resources"> = {},
) {
  // Node.js would else see the machine's memory and not the container's, and be killed before it thinks of cleaning up.
  const heap = resources
    ? [`--max-old-space-size=${Math.floor((bytes(resources.memory.limit) * HEAP) / 2 ** 20)}`]
    : [];
  const node = image === NODE ? "node" : posix.join(NODE_FOLDER, "node");
  const command = [node, ...FRUGAL.flags, ...heap, posix.join(PROGRAM_FOLDER, programFile(program))];
  return { image, command, env: { ...FRUGAL.env, ...env }, user };
}

/** The image that Node.js is taken from, where the service's own has none. */
export function broughtNode({
  program,
  site,
  image,
}: Pick<Declared, "program" | "site" | "image">): Image | undefined {
  return program && !site && image && reference(image) !== reference(NODE) ? NODE : undefined;
}
