import type { OwnSecret } from "../secrets/index.ts";
import { certify } from "./certificate.ts";
import { houseRoot, houseSeed, rootOf } from "./house.ts";
import { keyFrom } from "./key.ts";

/** What a host shows to whoever asks it by name, where no cluster issues anything. */
export interface HostIdentity {
  certificate: OwnSecret;
  key: OwnSecret;
  /** Of the house: who believes it believes the host. */
  root: OwnSecret;
}

/**
 * Apple's devices take no certificate that is valid for more than 825 days, so each year's first update brings one for
 * two years.
 */
export function hostIdentity(house: string, host: string, names: string[], year: number): HostIdentity {
  const keyOf = (seed: string) => keyFrom(seed, `hosts/${host}`);
  return {
    root: houseRoot(house),
    key: { ...houseSeed(house), make: (seed) => keyOf(seed).pem },
    certificate: {
      ...houseSeed(house),
      make: (seed) =>
        certify({
          subject: [{ O: [house] }, { CN: [host] }],
          key: keyOf(seed),
          issuer: rootOf(house, seed),
          from: year,
          until: year + 1,
          use: { names },
        }),
    },
  };
}
