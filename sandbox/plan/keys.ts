import { createHash, hkdfSync } from "node:crypto";

/**
 * The credentials of one sandbox, derived from its secret: the same at each start, without a file for each.
 * They open nothing but the emulators on this machine.
 */
export class Keys {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** So many hexadecimal digits, of which nobody can tell how they came to be. */
  hex(purpose: string, digits: number): string {
    return Buffer.from(hkdfSync("sha256", this.#secret, "homelab sandbox", purpose, digits / 2)).toString(
      "hex",
    );
  }

  uuid(purpose: string): string {
    const [a, b, c, d, e] = [8, 4, 3, 3, 12].map((digits, part) => this.#cut(`${purpose}/${part}`, digits));
    return `${a}-${b}-4${c}-8${d}-${e}`;
  }

  #cut(purpose: string, digits: number): string {
    return createHash("sha256").update(this.hex(purpose, 64)).digest("hex").slice(0, digits);
  }
}
