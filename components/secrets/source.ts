import { type Lab, type Service, serviceNamed } from "../lab/index.ts";
import type { Problem } from "../refusal.ts";
import type { Derivation } from "./derivation.ts";
import { secretsOf } from "./held.ts";
import { type KeptSecret, tunnelTokenOf, zoneTokenOf } from "./kept.ts";

/** A secret by the name that its service gives it. */
export interface SecretReference {
  secret: string;
  of: string;
}

/** Where a secret comes from. */
export type Source = { derive: Derivation } | { token: string } | KeptSecret;

/** Says where a secret comes from, without reading it. */
export function planSecret({ secret, of }: SecretReference, lab: Lab): Source {
  const owner = serviceNamed(lab, of);
  const held = secretsOf(owner, lab.inventory)[secret];
  if (!held) throw new Error(`${of} was checked to have the secret ${secret}, and has not`);
  if ("fromConfig" in held) return { token: held.fromConfig };
  if ("editsZone" in held) return zoneTokenOf(held.editsZone);
  if ("entersTunnelOf" in held) return tunnelTokenOf(held.entersTunnelOf);
  // Of another stack's service, what that stack makes: both follow from the same root.
  const maker = owner.stack ?? lab.name;
  if ("opens" in held) {
    const { owner: service, name, length } = held.opens;
    return { derive: { lab: maker, service, name, generation: 1, length } };
  }
  const { generate: length, generation } = held;
  return { derive: { lab: maker, service: of, name: secret, generation, length } };
}

/** Every token that these services ask for and the config lacks. */
export function missingTokens(services: Service[], lab: Lab, known: string[]): Problem[] {
  return services.flatMap((service) =>
    Object.values(secretsOf(service, lab.inventory)).flatMap((held) =>
      "fromConfig" in held && !known.includes(held.fromConfig) ? [missing(service, held.fromConfig)] : [],
    ),
  );
}

function missing({ name, file }: Service, token: string): Problem {
  return {
    where: file,
    what: `${name} wants the token ${token}, which the stack's config does not have.`,
    fix: `pulumi config set --secret --path 'homelab:tokens.${token}'`,
  };
}
