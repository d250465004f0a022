import type { ContainerArgs, VolumeArgs } from "@pulumi/docker";
import type { Vault } from "../vault/index.ts";
import type { ContainerPlan, FilePlan } from "./plan.ts";
import type { VolumePlan } from "./volumes.ts";

/** The part of a container that only the vault can complete. One secret in a text makes the whole of it secret. */
export function completeContainer(
  { env, entrypoint, command, files }: ContainerPlan,
  vault: Vault,
): Pick<ContainerArgs, "envs" | "entrypoints" | "command" | "uploads"> {
  return {
    envs: Object.entries(env).map(([name, value]) => vault.fill([`${name}=`, ...value])),
    ...(entrypoint && { entrypoints: entrypoint.map((each) => vault.fill(each)) }),
    ...(command && { command: command.map((each) => vault.fill(each)) }),
    ...(files.length > 0 && { uploads: files.map((file) => upload(file, vault)) }),
  };
}

function upload({ path, content, owner }: FilePlan, vault: Vault) {
  return {
    file: path,
    content: vault.fill(content),
    ...(owner && { owner, group: owner, permissions: "0400" }),
  };
}

/** A share's options may hold the password that opens it. */
export function completeVolume({ args, mountOptions }: VolumePlan, vault: Vault): VolumeArgs {
  if (!mountOptions) return args;
  return { ...args, driverOpts: { ...args.driverOpts, o: vault.fill(mountOptions) } };
}
