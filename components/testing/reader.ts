import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Debian keeps what only root uses out of other people's way. */
const FOLDERS = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];

/**
 * Where a program is that reads what we write, as `named-checkzone` does; `undefined` where this machine has none, and then
 * a test says which package it wants: `test.skipIf(!nginx)("nginx reads it (apt install nginx)", ...)`.
 */
export function readerNamed(program: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, program)).find(isProgram);
}

/** Lets a program read something; what it complained of, where it did. */
export function complaintOf(program: string, args: string[], input = ""): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, encoding: "utf8" });
  if (error) throw error;
  return status === 0 ? "" : `${stdout}${stderr}`.trim() || `${program} ended with ${status}`;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
