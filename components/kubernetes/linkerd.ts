import { certify, keyFrom } from "../certificates/index.ts";
import type { Amounts, Inventory } from "../inventory/index.ts";
import type { OwnSecret } from "../secrets/index.ts";
import type { PlannedValues } from "./manifest.ts";

const DOMAIN = "cluster.local";
const ANCHOR = `root.linkerd.${DOMAIN}`;
const ISSUER = `identity.linkerd.${DOMAIN}`;
/** The proxies' own certificates are a day old at most; these two change by hand, long before their end. */
const UNTIL = 2046;

/** What Linkerd is told of a cluster: how large a proxy is, and the authority by which proxies know each other. */
export function linkerdValues(cluster: string, { clusters }: Inventory): PlannedValues {
  const proxy = clusters[cluster]?.mesh?.proxy;
  return {
    ...(proxy && { proxy: { resources: amounts(proxy) } }),
    identityTrustAnchorsPEM: pem(cluster, anchor),
    identity: {
      issuer: {
        tls: { crtPEM: pem(cluster, issuer), keyPEM: pem(cluster, (seed) => keyFrom(seed, ISSUER).pem) },
      },
    },
  };
}

/** Linkerd has a form of its own for what Kubernetes says by requests and limits. */
function amounts({ cpu, memory }: Amounts): PlannedValues {
  return {
    cpu: { request: cpu.request, ...(cpu.limit && { limit: cpu.limit }) },
    memory: { request: memory.request, limit: memory.limit },
  };
}

/** Each cluster has an authority of its own: a proxy of one is a stranger in the other. */
function pem(cluster: string, make: NonNullable<OwnSecret["make"]>) {
  return { text: [{ owner: `clusters/${cluster}`, name: "mesh", length: 64, make } satisfies OwnSecret] };
}

function anchor(seed: string): Promise<string> {
  const self = named(seed, ANCHOR);
  return certify({ ...self, issuer: self, until: UNTIL, use: "authority" });
}

function issuer(seed: string): Promise<string> {
  return certify({ ...named(seed, ISSUER), issuer: named(seed, ANCHOR), until: UNTIL, use: "authority" });
}

function named(seed: string, name: string) {
  return { subject: [{ CN: [name] }], key: keyFrom(seed, name) };
}
