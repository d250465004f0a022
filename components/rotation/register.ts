import { isLive, type Lab, type Service } from "../lab/index.ts";
import { type Held, secretsOf, tokensOfMachines } from "../secrets/index.ts";
import { referencesOf } from "../service/index.ts";
import { ownSecretsOf } from "./own.ts";

/** One secret of a lab, by name: what is known of it without knowing it. */
export interface Entry {
  /** Whose it is, and its name there: `immich/database`, `clusters/core/identity`. */
  id: string;
  /** Follows from the root secret, was given by others, or is made by a vendor as the lab is applied. */
  kind: "derived" | "given" | "made";
  length?: number;
  /** The name of what others gave, in the stack's config. */
  token?: string;
  generation: number;
  /** What reads it, and starts again when it changes. */
  usedBy: string[];
  /** After how many days another one is due. */
  every?: number;
  /** Nobody ever types it: keys and certificates are made of it. */
  seed?: true;
  /** The id of the one that it is under another name. */
  sameAs?: string;
  /** Why there is never another one by a number alone. */
  lasts?: string;
}

/** The constitution's month; what others gave is exchanged by hand, and so less often. */
const EVERY = { derived: 30, given: 180 };

/** Every secret that a lab needs, those of services first. Archived services need none. */
export function registerOf(lab: Lab): Entry[] {
  const live = lab.services.filter(isLive);
  const readers = readersIn(live);
  const ofServices = live.flatMap((service) =>
    Object.entries(secretsOf(service, lab.inventory)).map(([name, held]) =>
      entryOf(service, name, held, readers.get(`${service.name}/${name}`) ?? []),
    ),
  );
  const ofMachines = tokensOfMachines(lab.inventory).map(
    ({ machine, token }): Entry => ({
      id: `machines/${machine}/${token}`,
      kind: "given",
      token,
      generation: 1,
      usedBy: [machine],
      every: EVERY.given,
    }),
  );
  const own = ownSecretsOf(lab).map(
    ({ owner, name, length, generation = 1, lasts, seed }): Entry => ({
      id: `${owner}/${name}`,
      kind: "derived",
      length,
      generation,
      usedBy: [owner],
      lasts,
      ...(seed && { seed }),
    }),
  );
  return [...ofServices, ...ofMachines, ...own].sort((a, b) => a.id.localeCompare(b.id));
}

function entryOf({ name: owner, signIn }: Service, name: string, held: Held, readers: string[]): Entry {
  const { generation } = held;
  // What opens a share or a tunnel is read by its owner without a word about it; a sign-in has two sides.
  const usedBy = [
    ...(readers.length > 0 ? readers : [owner]),
    ...(name === "sign-in" && signIn ? [signIn.by] : []),
  ];
  const base = { id: `${owner}/${name}`, generation, usedBy: [...new Set(usedBy)].sort() };
  if ("fromConfig" in held) {
    const every = "every" in held ? held.every : undefined;
    return { ...base, kind: "given", token: held.fromConfig, every: every ?? EVERY.given };
  }
  if ("opens" in held) {
    const sameAs = `${held.opens.owner}/${held.opens.name}`;
    return { ...base, kind: "derived", length: held.opens.length, sameAs, lasts: `it is ${sameAs}` };
  }
  if (!("generate" in held))
    return { ...base, kind: "made", lasts: "its maker exchanges it: pulumi up --replace of what made it" };
  const { generate: length, lasts, every = EVERY.derived } = { lasts: undefined, every: undefined, ...held };
  return { ...base, kind: "derived", length, ...(lasts ? { lasts } : { every }) };
}

/** By the secret's id: the services whose declarations speak of it. */
function readersIn(live: Service[]): Map<string, string[]> {
  const readers = new Map<string, string[]>();
  for (const service of live)
    for (const part of referencesOf(service)) {
      if (!("secret" in part)) continue;
      const id = `${part.of ?? service.name}/${part.secret}`;
      readers.set(id, [...(readers.get(id) ?? []), service.name]);
    }
  return readers;
}
