import type { IVolume, IVolumeMount } from "kubernetes-models/v1";
import type { Service } from "../lab/index.ts";
import { PROGRAM_FOLDER, type Volume } from "../service/index.ts";
import { type Configuration, programParts } from "./configuration.ts";
import { nameOf, slug } from "./names.ts";

export interface Storage {
  volumes: IVolume[];
  mounts: IVolumeMount[];
}

const OPEN_FILES = "homelab-files";
const SECRET_FILES = "homelab-secrets";
const PROGRAM = "homelab-program";
const TEMPORARY: Record<string, Volume> = { "/tmp": { kind: "scratch", size: "1Gi", memory: false } };

/** What a pod mounts: its declared volumes, its files, and a place for temporary ones where its root is read-only. */
export function planStorage(service: Service, { files, program }: Configuration): Storage {
  const temporary = service.waive["writable-root"] ? {} : TEMPORARY;
  const paths = Object.entries({ ...temporary, ...service.volumes });
  return {
    volumes: [
      ...paths.flatMap(([path, volume]) => volumeOf(service, path, volume)),
      ...(files.some(({ secret }) => !secret)
        ? [{ name: OPEN_FILES, configMap: { name: service.name } }]
        : []),
      ...(files.some(({ secret }) => secret)
        ? [{ name: SECRET_FILES, secret: { secretName: service.name } }]
        : []),
      ...(program ? [{ name: PROGRAM, ...inOneFolder(programParts(service, program)) }] : []),
    ],
    mounts: [
      ...paths.map(([path, volume]) => ({
        name: slug(path),
        mountPath: path,
        ...(volume.kind === "share" && volume.readOnly && { readOnly: true }),
      })),
      ...files.map(({ path, key, secret }) => ({
        name: secret ? SECRET_FILES : OPEN_FILES,
        mountPath: path,
        subPath: key,
        readOnly: true,
      })),
      ...(program ? [{ name: PROGRAM, mountPath: PROGRAM_FOLDER, readOnly: true }] : []),
    ],
  };
}

function inOneFolder(parts: { name: string }[]): Pick<IVolume, "configMap" | "projected"> {
  const [only, ...others] = parts;
  if (only && others.length === 0) return { configMap: { name: only.name } };
  return { projected: { sources: parts.map(({ name }) => ({ configMap: { name } })) } };
}

/** The claim that stands behind a path; of a share or of disk of its own. */
export function claimName(service: Service, path: string): string {
  return nameOf(service.name, slug(path));
}

/** Under which name the job that keeps a disk mounts it. */
export function claimOf(path: string): string {
  return nameOf("disk", slug(path));
}

/** The claim that a running pod holds; a stateful one has its own, by the number of its copy. */
export function mountedClaim(service: Service, path: string): string {
  return service.workload.kind === "stateful" ? `${slug(path)}-${service.name}-0` : claimName(service, path);
}

function volumeOf(service: Service, path: string, volume: Volume): IVolume[] {
  const name = slug(path);
  if (volume.kind === "scratch")
    return [{ name, emptyDir: { sizeLimit: volume.size, ...(volume.memory && { medium: "Memory" }) } }];
  // The copies of a stateful service each bring a claim of their own, by a template of the same name.
  if (volume.kind === "claim" && service.workload.kind === "stateful") return [];
  return [{ name, persistentVolumeClaim: { claimName: claimName(service, path) } }];
}
