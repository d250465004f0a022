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

/** What the lab's commands use for Pulumi's folder: engine-home.mjs says why it is not the user's own. */
export const engineHome = join(labFolder, "pulumi");

/** The user's own Pulumi folder, where official plugins and logins are; also asked in a shell with `lab env`. */
export function pulumiHome() {
  const { PULUMI_HOME } = process.env;
  return PULUMI_HOME && PULUMI_HOME !== engineHome ? PULUMI_HOME : join(homedir(), ".pulumi");
}

/** As Go, and so Pulumi's plugins, name a platform: linux-amd64, darwin-arm64. */
export const platform = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
