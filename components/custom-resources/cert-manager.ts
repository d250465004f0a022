import { z } from "zod";
import { words } from "../fault.ts";
import { domain, label } from "../units/index.ts";
import { customKind, duration, ref, secretKey } from "./kind.ts";

const solver = z.strictObject({
  dns01: z.strictObject({ cloudflare: z.strictObject({ apiTokenSecretRef: secretKey }) }),
  selector: z.strictObject({ dnsZones: z.array(domain).min(1) }).optional(),
});

/** Exactly one of them: cert-manager refuses two, and does nothing for none. */
const issuer = z
  .strictObject({
    ca: z.strictObject({ secretName: label }).optional(),
    selfSigned: z.strictObject({}).optional(),
    acme: z
      .strictObject({
        server: z.url(),
        email: z.email(),
        privateKeySecretRef: ref,
        solvers: z.array(solver).min(1),
      })
      .optional(),
  })
  .refine(({ ca, selfSigned, acme }) => [ca, selfSigned, acme].filter(Boolean).length === 1, {
    error: words("does not say one way to issue", "write one of: ca, selfSigned, acme"),
  });

export const ClusterIssuer = customKind({
  group: "cert-manager.io",
  version: "v1",
  kind: "ClusterIssuer",
  plural: "clusterissuers",
  scope: "Cluster",
  spec: issuer,
});

export const Certificate = customKind({
  group: "cert-manager.io",
  version: "v1",
  kind: "Certificate",
  plural: "certificates",
  scope: "Namespaced",
  spec: z.strictObject({
    secretName: label,
    issuerRef: z.strictObject({
      name: label,
      kind: z.enum(["Issuer", "ClusterIssuer"]),
      group: z.literal("cert-manager.io"),
    }),
    commonName: z.string().max(64).optional(),
    isCA: z.boolean().optional(),
    dnsNames: z.array(z.string()).min(1).optional(),
    ipAddresses: z.array(z.string()).min(1).optional(),
    duration: duration.optional(),
    renewBefore: duration.optional(),
    usages: z.array(z.string()).min(1).optional(),
    privateKey: z
      .strictObject({
        algorithm: z.enum(["ECDSA", "RSA", "Ed25519"]),
        size: z.int().optional(),
        rotationPolicy: z.enum(["Always", "Never"]),
      })
      .optional(),
  }),
});
