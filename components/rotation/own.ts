import { hypervisorsOf, vmsOf } from "../inventory/index.ts";
import { guardOf, isLive, type Lab, type Service } from "../lab/index.ts";
import type { OwnSecret } from "../secrets/index.ts";

/** A secret that no service holds, and how another one comes: never by a number alone, for others have to be told. */
export interface OwnEntry extends Pick<OwnSecret, "owner" | "name" | "length" | "generation"> {
  lasts: string;
  /** Nobody ever types it: keys and certificates are made of it. */
  seed?: true;
}

const ROOT = "another follows from another root secret only";

/** Every secret that the lab derives for itself: what clusters, machines and name servers know each other by. */
export function ownSecretsOf({ inventory, services }: Lab): OwnEntry[] {
  const { clusters, dns, virtualAddresses, wireguard } = inventory;
  return [
    ...(Object.keys(clusters).length > 0 || services.some(isDockerIngress)
      ? [seed("certificates/house", "authority", 52, "every phone and browser of the house trusts its root")]
      : []),
    ...Object.entries(clusters).flatMap(([cluster, { ingress, mesh }]) => [
      seed(`clusters/${cluster}`, "identity", 52, `raise the generation of ${cluster} in the inventory`),
      entry(
        `clusters/${cluster}`,
        "server-token",
        48,
        "every server of the cluster would have to join again",
      ),
      entry(`clusters/${cluster}`, "agent-token", 48, "every agent of the cluster would have to join again"),
      ...(ingress === "traefik" && hasGuard(cluster, services)
        ? [entry(`clusters/${cluster}`, "admin-login", 32, ROOT)]
        : []),
      ...(mesh ? [seed(`clusters/${cluster}`, "mesh", 64, "every pod in the mesh trusts its root")] : []),
    ]),
    ...hypervisorsOf(inventory)
      .filter(([, { pools }]) => sharesBySmb(pools))
      .map(([name]) => entry(`machines/${name}`, "samba", 32, ROOT)),
    ...vmsOf(inventory)
      .filter(([, { backupServer }]) => backupServer)
      .flatMap(([name]) => [
        seed(`machines/${name}`, "backup-identity", 52, "its hypervisors know it by this certificate"),
        entry(`machines/${name}`, "backup-password", 52, ROOT),
      ]),
    ...(dns ? [seed("dns/transfer", "key", 44, ROOT), entry("dns/pihole", "password", 24, ROOT)] : []),
    ...(wireguard
      ? [seed("wireguard/server", "key", 52, "every device that comes in knows it by this key")]
      : []),
    ...Object.entries(wireguard?.peers ?? {})
      .filter(([, { publicKey }]) => publicKey === undefined)
      .map(([name, { generation }]) => ({
        ...seed("wireguard/peers", name, 52, `raise the generation of ${name} in the inventory`),
        generation,
      })),
    ...Object.keys(virtualAddresses).map((name) => entry(`virtual-addresses/${name}`, "password", 8, ROOT)),
    ...services
      .filter(isDockerIngress)
      .map(({ name, place }) =>
        entry(`ingress/${"docker" in place ? place.docker : name}`, "admin", 24, ROOT),
      ),
  ];
}

function isDockerIngress({ provides, place }: Service): boolean {
  return provides === "ingress" && "docker" in place;
}

function entry(owner: OwnEntry["owner"], name: string, length: number, lasts: string): OwnEntry {
  return { owner, name, length, lasts };
}

function seed(...words: Parameters<typeof entry>): OwnEntry {
  return { ...entry(...words), seed: true };
}

function hasGuard(cluster: string, services: Lab["services"]): boolean {
  const here = services.filter(({ place }) => "cluster" in place && place.cluster === cluster);
  return here.some((service) => isLive(service) && guardOf(service) !== undefined);
}

function sharesBySmb(
  pools: Record<string, { datasets: Record<string, { share?: string | undefined }> }>,
): boolean {
  return Object.values(pools).some(({ datasets }) =>
    Object.values(datasets).some(({ share }) => share === "smb"),
  );
}
