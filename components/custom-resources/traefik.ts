import { z } from "zod";
import { words } from "../fault.ts";
import { cidr, label } from "../units/index.ts";
import { customKind, duration } from "./kind.ts";

const traefik = { group: "traefik.io", version: "v1alpha1", scope: "Namespaced" } as const;

const reference = z.strictObject({ name: label, namespace: label.optional() });

const middleware = z
  .strictObject({
    basicAuth: z.strictObject({ secret: label, realm: z.string().optional(), removeHeader: z.boolean() }),
    rateLimit: z.strictObject({
      average: z.int().positive(),
      period: duration,
      burst: z.int().positive(),
    }),
    headers: z.strictObject({
      stsSeconds: z.int().nonnegative(),
      contentTypeNosniff: z.boolean(),
      referrerPolicy: z.string(),
      customFrameOptionsValue: z.string(),
      customResponseHeaders: z.record(z.string(), z.string()),
    }),
    ipAllowList: z.strictObject({ sourceRange: z.array(cidr).min(1) }),
    chain: z.strictObject({ middlewares: z.array(reference).min(1) }),
    forwardAuth: z.strictObject({
      address: z.url(),
      trustForwardHeader: z.boolean(),
      authResponseHeaders: z.array(z.string()),
    }),
  })
  .partial()
  .refine((said) => Object.keys(said).length === 1, {
    error: words("is not one thing that Traefik does to a request", "write one: basicAuth, rateLimit, ..."),
  });

export const Middleware = customKind({
  ...traefik,
  kind: "Middleware",
  plural: "middlewares",
  spec: middleware,
});

export const TLSOption = customKind({
  ...traefik,
  kind: "TLSOption",
  plural: "tlsoptions",
  spec: z.strictObject({
    minVersion: z.enum(["VersionTLS12", "VersionTLS13"]),
    cipherSuites: z.array(z.string()).optional(),
    curvePreferences: z.array(z.string()).optional(),
    sniStrict: z.boolean().optional(),
  }),
});
