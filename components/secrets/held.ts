import { keptOf } from "../backup/index.ts";
import { type Inventory, sharesOf } from "../inventory/index.ts";
import type { Service } from "../lab/index.ts";
import type { Secret } from "../service/index.ts";
import type { OwnSecret } from "./derivation.ts";
import { tokensOfMachines } from "./given.ts";

/** Those of a service that follow from the rest of its declaration have a form more: nobody writes of which cluster. */
export type Held =
  | Secret
  | { entersTunnelOf: string; generation: number }
  | { opens: OwnSecret; generation: number };

const OPENS_WHAT_IS_KEPT = "another one would not open the backups that were written with it";

/** Every secret of a service: those that it declares, and those that follow from what else it says. */
export function secretsOf(service: Service, inventory: Inventory): Record<string, Held> {
  const held: Record<string, Held> = {
    ...(service.database && { database: { generate: 32, generation: 1 } }),
    ...(service.signIn && { "sign-in": { generate: 64, generation: 1 } }),
    ...(keptOf(service) && { backup: { generate: 32, generation: 1, lasts: OPENS_WHAT_IS_KEPT } }),
    ...tunnelToken(service),
    ...shareLogins(service, inventory),
    ...service.secrets,
  };
  return Object.fromEntries(
    Object.entries(held).map(([name, each]) => [
      name,
      { ...each, generation: each.generation + (service.rotated[name] ?? 0) },
    ]),
  );
}

/** The tokens of others that these services and all machines ask for, by their names in the config. */
export function tokensOf(services: Service[], inventory: Inventory): string[] {
  const held = services.flatMap((service) => Object.values(secretsOf(service, inventory)));
  const ofServices = held.flatMap((each) => ("fromConfig" in each ? [each.fromConfig] : []));
  return [...new Set([...ofServices, ...tokensOfMachines(inventory).map(({ token }) => token)])];
}

/** The name of the secret that opens a share: of the service that mounts it, because a volume is its own too. */
export function loginOf(share: string): string {
  return `share-${share.replace("/", "-")}`;
}

function tunnelToken({ provides, place }: Service): Record<string, Held> {
  if (provides !== "tunnel" || !("cluster" in place)) return {};
  return { tunnel: { entersTunnelOf: place.cluster, generation: 1 } };
}

function shareLogins({ volumes }: Service, inventory: Inventory): Record<string, Held> {
  const offers = sharesOf(inventory);
  return Object.fromEntries(
    Object.values(volumes).flatMap((volume): [string, Held][] => {
      if (volume.kind !== "share") return [];
      const { password } = offers[volume.share]?.login ?? {};
      if (!password) return [];
      const held = "token" in password ? { fromConfig: password.token } : { opens: password };
      return [[loginOf(volume.share), { ...held, generation: 1 }]];
    }),
  );
}
