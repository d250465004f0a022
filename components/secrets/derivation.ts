import { hkdfSync } from "node:crypto";

/** All that makes a secret this one: whoever knows it and the root secret can make it again. */
export interface Derivation {
  lab: string;
  service: string;
  name: string;
  generation: number;
  length: number;
}

/** A secret that no service holds: of a cluster, a machine, a transfer between name servers. */
export interface OwnSecret {
  /** Whose it is, by kind and name, as `clusters/core`: the slash keeps it apart from every service. */
  owner: `${string}/${string}`;
  name: string;
  length: number;
  /** Raised by one, another secret follows. */
  generation?: number;
  /** The lab that it belongs to, where that may be another one than asks: with one root secret, both have the same. */
  lab?: string;
  /** What is made of it, where nobody wants the letters themselves: a key, a certificate. */
  make?: (letters: string) => string | Promise<string>;
}

/**
 * Thirty-two letters and digits that nobody mistakes for one another when reading aloud (no l, o, 0, 1), and that
 * mean nothing to a shell, a URL or YAML. A power of two, so that every letter is equally likely.
 */
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

/** Derived, so that nothing has to be stored: a lab that is rebuilt from its root secret has the same passwords. */
export function deriveSecret(root: string, { lab, service, name, generation, length }: Derivation): string {
  const bytes = hkdfSync("sha256", root, `homelab/${lab}`, `${service}/${name}/${generation}`, length);
  return Array.from(new Uint8Array(bytes), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");
}

/** A secret of its own, or what is made of it. */
export async function ownSecret(root: string, asking: string, secret: OwnSecret): Promise<string> {
  const { owner, name, length, generation = 1, lab = asking, make } = secret;
  const letters = deriveSecret(root, { lab, service: owner, name, generation, length });
  return make ? make(letters) : letters;
}
