import { z } from "zod";
import { shareName } from "../inventory/index.ts";
import { type Memory, memory } from "../units/index.ts";

const claimVolume = z.strictObject({
  kind: z.literal("claim"),
  size: memory,
  class: z.enum(["local-path", "longhorn"]).optional(),
  backup: z.enum(["hourly", "daily", "weekly", "never"]),
});

const shareVolume = z.strictObject({
  kind: z.literal("share"),
  share: shareName,
  folder: z.string().optional(),
  readOnly: z.boolean().default(false),
});

const scratchVolume = z.strictObject({
  kind: z.literal("scratch"),
  size: memory,
  memory: z.boolean().default(false),
});

const engineVolume = z.strictObject({ kind: z.literal("engine") });

/** What is mounted at a path of the container. */
export const volume = z.discriminatedUnion("kind", [claimVolume, shareVolume, scratchVolume, engineVolume]);

export type Volume = z.output<typeof volume>;
export type VolumeSpec = z.input<typeof volume>;

/** Disk of its own, which outlives the container. Data is backed up daily unless it says otherwise. */
export function claim(
  size: Memory,
  options: { backup?: "hourly" | "daily" | "weekly" | "never"; class?: "local-path" | "longhorn" } = {},
): VolumeSpec {
  return { kind: "claim", size, backup: "daily", ...options };
}

/** A folder of a file server of the inventory. */
export function share(name: string, options: { readOnly?: boolean; folder?: string } = {}): VolumeSpec {
  return { kind: "share", share: name, ...options };
}

/** Space that is gone with the container: on disk, or in memory where programs share it (`/dev/shm`). */
export function scratch(size: Memory, options: { memory?: boolean } = {}): VolumeSpec {
  return { kind: "scratch", size, ...options };
}

/** The way to the Docker engine that it runs on: whoever has it commands every container, and the machine. */
export function engine(): VolumeSpec {
  return { kind: "engine" };
}
