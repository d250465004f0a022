import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../scripts/setup/files.mjs";
import { SandboxFault } from "./fault.ts";

/** Says which programs understand what is in a folder: one of another layout is refused, not misread. */
const layout = "1";

/** The one folder in which everything of a sandbox lives, and with which everything of it goes. */
export class Folder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  get exists(): boolean {
    return existsSync(this.at("layout"));
  }

  /** Makes it, or looks whether it is one of ours. */
  open(): void {
    if (this.exists) {
      const found = readFileSync(this.at("layout"), "utf8").trim();
      if (found === layout) return;
      throw new SandboxFault(
        `${this.path} was made by another version of the sandbox (layout ${found}, this one is ${layout}).`,
        "npx lab sandbox reset  removes it and begins anew",
      );
    }
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    writeWhole(this.at("layout"), `${layout}\n`);
  }

  /** From which all keys of this sandbox are derived. */
  secret(): string {
    const file = this.at("secret");
    if (!existsSync(file)) writeWhole(file, randomBytes(32).toString("base64url"), 0o600);
    const secret = readFileSync(file, "utf8");
    if (secret.length >= 43) return secret;
    throw new SandboxFault(
      `${file} is damaged.`,
      "npx lab sandbox reset  removes the sandbox and begins anew",
    );
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
