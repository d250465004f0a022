import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The folder that this file's repository was checked out to. */
export const checkout = resolve(import.meta.dirname, "../..");

/** What belongs to this checkout alone: state, secrets, notes of what was found. */
export const labFolder = join(checkout, ".lab");

/** What every checkout on this machine shares: engines, by version and platform. */
export function cacheFolder() {
  const { LAB_CACHE, XDG_CACHE_HOME } = process.env;
  return LAB_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "homelab");
}

/** The user's own Pulumi folder, where official plugins are. */
export function pulumiHome() {
  return process.env.PULUMI_HOME || join(homedir(), ".pulumi");
}

/** As Go, and so Pulumi's plugins, name a platform: linux-amd64, darwin-arm64. */
export const platform = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
