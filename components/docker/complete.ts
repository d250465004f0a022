import type { ContainerArgs } from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { ResolvedPart } from "../lab/index.ts";
import type { ContainerPlan } from "./plan.ts";

export interface Vault {
  read(ref: { secret: string; of: string }): pulumi.Output<string>;
}

/** The part of a container that only the vault can complete. */
export function complete(
  { env, entrypoint, command, files }: ContainerPlan,
  vault: Vault,
): Pick<ContainerArgs, "envs" | "entrypoints" | "command" | "uploads"> {
  const text = (parts: ResolvedPart[]) => fill(parts, vault);
  return {
    envs: Object.entries(env).map(([name, value]) => text([`${name}=`, ...value])),
    ...(entrypoint && { entrypoints: entrypoint.map(text) }),
    ...(command && { command: command.map(text) }),
    uploads: files.map(({ path, content, owner }) => ({
      file: path,
      content: text(content),
      ...(owner && { owner, group: owner, permissions: "0400" }),
    })),
  };
}

/** One secret in a text makes the whole of it secret; a text without one stays readable in a preview. */
function fill(parts: ResolvedPart[], vault: Vault): pulumi.Input<string> {
  const texts = parts.map((part) => (typeof part === "string" ? part : vault.read(part)));
  return texts.every((each) => typeof each === "string") ? texts.join("") : pulumi.concat(...texts);
}
