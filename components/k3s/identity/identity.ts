import { keyFrom } from "../../certificates/index.ts";
import type { Lab } from "../../lab/index.ts";
import type { OwnSecret } from "../../secrets/index.ts";
import type { SetupText } from "../../setup/index.ts";
import { AUTHORITIES, authorityBundle, authorityKey, type Roots, rootHash } from "./authorities.ts";
import { ADMINISTRATOR, personNamed, wayIn } from "./way-in.ts";

/**
 * Who a cluster is: its authorities, its tokens and its administrator, all of which follow from the root secret. So the
 * way in is known before any of its machines is, and a cluster that is built again is the same cluster.
 */
export interface ClusterIdentity {
  /** By their paths below `/var/lib/rancher/k3s/server/tls`, each in base64: PEM has lines, which YAML would have to indent. */
  files: Record<string, OwnSecret>;
  /** The password alone, because the first server has nobody to verify. */
  serverToken: OwnSecret;
  agentToken: OwnSecret;
  /** What a node shows when it joins; it believes only a server that is of this cluster. */
  joinToken: Record<"server" | "agent", SetupText>;
  /** Of one of the people, or of the administrator. */
  kubeconfig(server: string, person?: string): OwnSecret;
}

export function identityOf(cluster: string, { inventory }: Pick<Lab, "inventory">): ClusterIdentity {
  const declared = inventory.clusters[cluster];
  if (!declared) throw new Error(`${cluster} was checked to be a cluster, and is none`);
  const secret = (name: string, length: number): OwnSecret => ({
    owner: `clusters/${cluster}`,
    name,
    length,
  });
  const made = (make: (roots: Roots) => string | Promise<string>): OwnSecret => ({
    // Fifty-two of thirty-two letters: more than the 256 bits of a key.
    ...secret("identity", 52),
    make: (seed) => make({ cluster, generation: declared.generation, seed }),
  });
  const [serverToken, agentToken] = [secret("server-token", 48), secret("agent-token", 48)];
  const hash = made(rootHash);
  return {
    files: {
      ...Object.fromEntries(
        AUTHORITIES.flatMap((authority) => [
          [`${authority}.crt`, made(async (roots) => base64(await authorityBundle(roots, authority)))],
          [`${authority}.key`, made((roots) => base64(authorityKey(roots, authority).pem))],
        ]),
      ),
      // The same in every generation: another one would shut out every pod that is running.
      "service.key": made(({ seed }) => base64(keyFrom(seed, "service").pem)),
    },
    serverToken,
    agentToken,
    joinToken: {
      server: ["K10", hash, "::server:", serverToken],
      agent: ["K10", hash, "::node:", agentToken],
    },
    kubeconfig: (server, person) =>
      made((roots) => wayIn(roots, server, person ? personNamed(person) : ADMINISTRATOR)),
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
