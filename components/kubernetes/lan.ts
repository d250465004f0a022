import { customResource } from "../custom-resources/index.ts";
import { addressName, hostFor, issuersOn, type Lab, mainPort, publicNameInside } from "../lab/index.ts";
import type { PlacedService } from "./cluster-service.ts";
import { HOUSE, PUBLIC } from "./issuers.ts";
import { metadataOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";
import { nameOf } from "./names.ts";
import { guardName } from "./traefik.ts";

/** A name under which the ingress answers for a service, and who says that it is ours. */
interface Name {
  host: string;
  /** Ends the names of what belongs to it. */
  part: "lan" | "public";
  issuer?: string;
}

/** People of the house come through the cluster's ingress, in TLS, by the name inside and by the public one. */
export function planIngress(service: PlacedService, lab: Lab): Plan {
  const number = mainPort(service)?.number;
  if (!number) return {};
  const names = namesOf(service, lab);
  const backend = { service: { name: addressName(service), port: { number } } };
  return {
    ...Object.assign({}, ...names.map((name) => planCertificate(service, name))),
    ingress: {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { ...metadataOf(service), annotations: annotationsOf(service) },
      spec: {
        ingressClassName: "traefik",
        tls: names.map((name) => ({
          hosts: [name.host],
          ...(name.issuer && { secretName: secretName(service, name) }),
        })),
        rules: names.map(({ host }) => ({
          host,
          http: { paths: [{ path: "/", pathType: "Prefix", backend }] },
        })),
      },
    },
  };
}

function namesOf(service: PlacedService, lab: Lab): Name[] {
  const inside = `${hostFor(service, "lan")}.${lab.inventory.home}`;
  const outside = publicNameInside(service, lab);
  return [
    { host: inside, part: "lan", ...(issuersOn(service.place.cluster, lab) && { issuer: HOUSE }) },
    ...(outside ? [{ host: outside, part: "public" as const, issuer: PUBLIC }] : []),
  ];
}

function planCertificate(service: PlacedService, name: Name): Plan {
  if (!name.issuer) return {};
  return {
    [`${name.part}-certificate`]: customResource(
      "Certificate",
      metadataOf(service, nameOf(service.name, name.part)),
      {
        secretName: secretName(service, name),
        issuerRef: { name: name.issuer, kind: "ClusterIssuer", group: "cert-manager.io" },
        dnsNames: [name.host],
        duration: "2160h",
        renewBefore: "720h",
        usages: ["digital signature", "server auth"],
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      },
    ),
  };
}

function secretName(service: PlacedService, { part }: Name): string {
  return nameOf(service.name, part, "tls");
}

function annotationsOf({ expose }: PlacedService): Record<string, string> {
  const guard = typeof expose.lan === "object" ? expose.lan.guard : undefined;
  return {
    "traefik.ingress.kubernetes.io/router.entrypoints": "websecure",
    "traefik.ingress.kubernetes.io/router.tls": "true",
    ...(guard && { "traefik.ingress.kubernetes.io/router.middlewares": guardName(guard) }),
  };
}
