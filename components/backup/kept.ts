import type { ServiceDeclaration } from "../service/index.ts";
import { bytes, type Memory } from "../units/index.ts";

export type Often = "hourly" | "daily" | "weekly";
/** A server whose files, copied while it writes, are of no use: it is asked for a dump. */
export type Engine = "postgresql" | "mariadb" | "redis";

/** What of a service has to come back when its disks are lost. */
export interface Kept {
  often: Often;
  /** Folders that are kept as they are. */
  folders: string[];
  /** Where the engine has its disk, which is kept as a dump. */
  engine?: { kind: Engine; disk: string };
  /** Of all its disks together. */
  size: number;
}

/** The images' makers build on each other's: an engine is known by the last word of its image's name. */
const ENGINES: Record<string, Engine> = {
  postgres: "postgresql",
  pgvector: "postgresql",
  mariadb: "mariadb",
  redis: "redis",
  valkey: "redis",
};

type Declared = Pick<ServiceDeclaration, "image" | "place" | "volumes" | "lifecycle">;

/** All that follows from the disks of a service. It runs as often as the most demanding of them wants it. */
export function keptOf(service: Declared): Kept | undefined {
  const { image, place, volumes, lifecycle } = service;
  if (!("cluster" in place) || lifecycle === "archive") return undefined;
  const disks = disksOf(volumes);
  const [first] = disks;
  if (!first || !image) return undefined;
  const engine = ENGINES[image.repository.split("/").at(-1) ?? ""];
  const often = (["hourly", "daily", "weekly"] as const).find((each) =>
    disks.some((disk) => disk.often === each),
  );
  return {
    often: often ?? "daily",
    folders: engine ? [] : disks.map(({ path }) => path),
    ...(engine && { engine: { kind: engine, disk: first.path } }),
    size: disks.reduce((sum, { size }) => sum + bytes(size), 0),
  };
}

/** The disks that are worth a backup, wherever they are. */
export function disksOf(
  volumes: ServiceDeclaration["volumes"],
): { path: string; size: Memory; often: Often }[] {
  return Object.entries(volumes).flatMap(([path, volume]) =>
    volume.kind === "claim" && volume.backup !== "never"
      ? [{ path, size: volume.size, often: volume.backup }]
      : [],
  );
}
