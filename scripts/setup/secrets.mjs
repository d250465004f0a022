import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { labFolder } from "./paths.mjs";

/** Opens the secrets in the stack's state and config. */
export const passphraseFile = join(labFolder, "passphrase");

/** What every secret that the lab makes by itself is derived from. */
export const rootSecretFile = join(labFolder, "root-secret");

const files = [passphraseFile, rootSecretFile];

export function secretsExist() {
  return files.every((path) => existsSync(path));
}

/** Makes the secrets that are not there yet; one that is there is never touched. */
export function ensureSecrets() {
  mkdirSync(labFolder, { recursive: true });
  for (const path of files) {
    if (existsSync(path)) continue;
    const draft = `${path}.${process.pid}.draft`;
    writeFileSync(draft, randomBytes(32).toString("base64url"), { mode: 0o600 });
    try {
      // A link, because it never replaces: of two setups at once the first one's secret stays.
      linkSync(draft, path);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    } finally {
      rmSync(draft);
    }
  }
}
