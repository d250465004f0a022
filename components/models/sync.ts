import { bytes, type Memory } from "../units/index.ts";

/** The program that brings models, and what it is told; the form of its list is the program's own. */
const LIST = "/etc/model-sync/models.json";

/** What a service of it holds: its list, and where it reads that. */
export function syncing(list: { files?: object[]; models?: string[] }, disk: Memory | undefined) {
  return {
    program: "model-sync",
    files: { [LIST]: JSON.stringify({ ...(disk && { room: bytes(disk) }), ...list }, undefined, 2) },
    env: { MODELS_FILE: LIST },
  };
}
