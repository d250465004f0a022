import type { OwnSecret } from "../secrets/index.ts";
import { certify } from "./certificate.ts";
import { keyFrom } from "./key.ts";

/** Phones, browsers and laptops are given the root once, by hand: nobody wants to do that again. */
const ROOT_UNTIL = 2076;

/** What everything of the house's authority follows from: fifty-two of thirty-two letters are more than a key has bits. */
export function houseSeed(house: string) {
  return { owner: "certificates/house", name: "authority", length: 52, lab: house } as const;
}

/** The certificate that is installed on clients. Public, once it is taken out of the vault. */
export function houseRoot(house: string): OwnSecret {
  return { ...houseSeed(house), make: (seed) => rootCertificate(house, seed) };
}

/** What a cluster issues certificates with. */
export interface ClusterAuthority {
  /** Its own certificate, then the root that signed it. */
  chain: OwnSecret;
  key: OwnSecret;
}

/**
 * Each cluster signs by an authority of its own, so that the key of the root is nowhere but in the program while it runs:
 * whoever breaks into a cluster can be shut out by its generation, and no phone has to be told.
 */
export function clusterAuthority(house: string, cluster: string, generation: number): ClusterAuthority {
  const keyOf = (seed: string) => keyFrom(seed, `clusters/${cluster}/${generation}`);
  return {
    key: { ...houseSeed(house), make: (seed) => keyOf(seed).pem },
    chain: {
      ...houseSeed(house),
      make: async (seed) => {
        const own = await certify({
          subject: [{ O: [house] }, { CN: [`${house} ${cluster} ${generation}`] }],
          key: keyOf(seed),
          issuer: rootOf(house, seed),
          until: 2035 + generation,
          use: "last authority",
        });
        return own + (await rootCertificate(house, seed));
      },
    },
  };
}

export function rootOf(house: string, seed: string) {
  return { subject: [{ O: [house] }, { CN: [`${house} root`] }], key: keyFrom(seed, "root") };
}

function rootCertificate(house: string, seed: string): Promise<string> {
  const root = rootOf(house, seed);
  return certify({ ...root, issuer: root, until: ROOT_UNTIL, use: "authority" });
}
