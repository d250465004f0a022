/** What a vendor makes while the lab is applied, a key or a token: kept by its name until something wants it. */
export interface KeptSecret {
  kept: `${string}/${string}`;
}

/** By it a program enters the tunnel of a cluster, from within. */
export function tunnelTokenOf(cluster: string): KeptSecret {
  return { kept: `tunnel/${cluster}` };
}

/** By it a program edits the names of a zone. */
export function zoneTokenOf(zone: string): KeptSecret {
  return { kept: `zone/${zone}` };
}
