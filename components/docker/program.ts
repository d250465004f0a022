import { posix } from "node:path";
import type { ContainerArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { Service } from "../lab/index.ts";
import type { Program } from "../program/index.ts";
import { notesOf, PROGRAM_FOLDER } from "../service/index.ts";
import { labelsOf } from "./tags.ts";
import type { VolumePlan } from "./volumes.ts";

/** It holds a program on its way, and is never started. */
const EXCUSE = { because: "it never runs: files are put into its root on their way", until: "2027-11-30" };

export type CarrierPlan = Omit<Unwrap<ContainerArgs>, "image">;

/** The disk that a program of ours lies on. Its name says what it holds: another program is another disk. */
export function programVolume({ name }: Pick<Service, "name">, { digest }: Program): VolumePlan {
  return {
    name: "app",
    args: { name: `${name}_app-${digest}`, labels: [{ label: "homelab/service", value: name }] },
    mount: { containerPath: PROGRAM_FOLDER, readOnly: true },
    owned: false,
    keep: false,
  };
}

/**
 * Docker copies files only into a container whose root may be written, which that of the service may not. So another
 * one, which never runs, takes the program to its disk.
 */
export function planCarrier({ name }: Pick<Service, "name">, program: Program): CarrierPlan {
  const { args } = programVolume({ name }, program);
  return {
    name: `${name}-carrier`,
    entrypoints: ["true"],
    volumes: [{ containerPath: PROGRAM_FOLDER, volumeName: args.name }],
    uploads: Object.entries({ ...program.start, ...program.later }).map(([file, content]) => ({
      file: posix.join(PROGRAM_FOLDER, file),
      content,
    })),
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    networkMode: "none",
    restart: "no",
    start: false,
    mustRun: false,
    labels: labelsOf(notesOf({ "root-user": EXCUSE, "writable-root": EXCUSE })),
  };
}
