import type { Amounts } from "../inventory/index.ts";
import { bytes } from "../units/index.ts";
import type { Kept } from "./kept.ts";

const LARGE = bytes("100Gi");

/** restic holds the index of all that it ever kept of a service in memory. */
export function backupAmounts({ size }: Kept): Amounts {
  return size > LARGE
    ? { cpu: { request: "100m", limit: "2" }, memory: { request: "512Mi", limit: "2Gi" } }
    : { cpu: { request: "50m", limit: "250m" }, memory: { request: "128Mi", limit: "512Mi" } };
}
