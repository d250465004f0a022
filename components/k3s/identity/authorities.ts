import { X509Certificate } from "node:crypto";
import { certify, type Key, keyFrom } from "../../certificates/index.ts";

/** What an identity follows from. */
export interface Roots {
  cluster: string;
  /** Raised by one, every authority but the root is another. */
  generation: number;
  seed: string;
}

/** The authorities of a cluster, by the names of their files (docs.k3s.io/cli/certificate). */
export const AUTHORITIES = [
  "server-ca",
  "client-ca",
  "request-header-ca",
  "etcd/peer-ca",
  "etcd/server-ca",
] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** Long enough that nobody lives to see it end: nodes know their cluster by it. */
const ROOT_UNTIL = 2076;

export function authorityKey({ seed, generation }: Roots, authority: Authority): Key {
  return keyFrom(seed, `${authority}/${generation}`);
}

/** Each generation is valid a year longer than the one before: raise it before the last year has come. */
export function lastYearOf({ generation }: Roots): number {
  return 2035 + generation;
}

export function subjectOf({ cluster, generation }: Roots, authority: Authority) {
  return [{ CN: [`${cluster} ${authority.replace("/", " ")} ${generation}`] }];
}

/** An authority's certificate and the root that signed it, in one file, as k3s reads it. */
export async function authorityBundle(roots: Roots, authority: Authority): Promise<string> {
  const own = await certify({
    subject: subjectOf(roots, authority),
    key: authorityKey(roots, authority),
    issuer: root(roots),
    until: lastYearOf(roots),
    use: "authority",
  });
  return own + (await rootCertificate(roots));
}

/** The SHA-256 of the root, by which a node that joins knows the server. The same in every generation. */
export async function rootHash(roots: Roots): Promise<string> {
  const { fingerprint256 } = new X509Certificate(await rootCertificate(roots));
  return fingerprint256.replaceAll(":", "").toLowerCase();
}

function root({ cluster, seed }: Roots) {
  return { subject: [{ CN: [`${cluster} root`] }], key: keyFrom(seed, "root") };
}

function rootCertificate(roots: Roots): Promise<string> {
  const own = root(roots);
  return certify({ ...own, issuer: own, until: ROOT_UNTIL, use: "authority" });
}
