import { clusterAuthority } from "../certificates/index.ts";
import { customResource } from "../custom-resources/index.ts";
import { type Lab, zonesOf } from "../lab/index.ts";
import { type ChartService, clusterOf, type PlacedService } from "./cluster-service.ts";
import { labelsOf, metadataOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";

/** Names inside the house: browsers believe them once the root of the house is installed. */
export const HOUSE = "house";
/** Public names: everybody believes them. */
export const PUBLIC = "public";

const LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";

/** The cluster's own authority; and Let's Encrypt for the zones whose names it may edit to prove that they are ours. */
export function planIssuers(service: ChartService, lab: Lab): Plan {
  if (service.provides !== "certificates") return {};
  const { cluster } = service.place;
  const { generation } = clusterOf(service, lab);
  const { chain, key } = clusterAuthority(lab.name, cluster, generation);
  const authority = metadataOf(service, "house-authority");
  return {
    "house-authority": {
      apiVersion: "v1",
      kind: "Secret",
      metadata: authority,
      type: "kubernetes.io/tls",
      stringData: { "tls.crt": [chain], "tls.key": [key] },
    },
    "house-issuer": customResource(
      "ClusterIssuer",
      { name: HOUSE, labels: labelsOf(service) },
      { ca: { secretName: authority.name } },
    ),
    ...(zonesOf(service).length > 0 && planPublicIssuer(service, lab)),
  };
}

function planPublicIssuer(service: PlacedService, { inventory }: Lab): Plan {
  const tokens = metadataOf(service, "zone-tokens");
  const zones = zonesOf(service);
  return {
    "zone-tokens": {
      apiVersion: "v1",
      kind: "Secret",
      metadata: tokens,
      stringData: Object.fromEntries(zones.map(([secret]) => [secret, [{ secret, of: service.name }]])),
    },
    "public-issuer": customResource(
      "ClusterIssuer",
      { name: PUBLIC, labels: labelsOf(service) },
      {
        acme: {
          server: LETS_ENCRYPT,
          email: administrator(inventory.people),
          privateKeySecretRef: { name: "acme-account" },
          solvers: zones.map(([secret, zone]) => ({
            selector: { dnsZones: [zone] },
            dns01: { cloudflare: { apiTokenSecretRef: { name: tokens.name, key: secret } } },
          })),
        },
      },
    ),
  };
}

/** Whom Let's Encrypt writes to when a certificate is about to end and nobody has renewed it. */
function administrator(people: Lab["inventory"]["people"]): string {
  const found = Object.values(people).find(({ groups }) => groups.includes("admin"));
  if (!found) throw new Error("somebody was checked to be an administrator, and nobody is");
  return found.email;
}
