import type { OwnSecret } from "../secrets/index.ts";
import { certify } from "./certificate.ts";
import { houseSeed, rootOf } from "./house.ts";
import { rsaKeyFrom } from "./rsa-key.ts";

/** What secrets are sealed with that lie in Git: everybody may have the certificate, and only its cluster the key. */
export interface SealingPair {
  certificate: OwnSecret;
  key: OwnSecret;
}

/** Each cluster opens what was sealed for it, and nothing else. Known before the cluster is, so that nobody has to ask it. */
export function sealingPair(house: string, cluster: string, generation: number): SealingPair {
  const keyOf = (seed: string) => rsaKeyFrom(seed, `sealing/${cluster}/${generation}`);
  return {
    key: { ...houseSeed(house), make: async (seed) => (await keyOf(seed)).pem },
    certificate: {
      ...houseSeed(house),
      make: async (seed) =>
        certify({
          subject: [{ O: [house] }, { CN: [`${house} ${cluster} sealing ${generation}`] }],
          key: await keyOf(seed),
          issuer: rootOf(house, seed),
          until: 2035 + generation,
          use: "sealing",
        }),
    },
  };
}
