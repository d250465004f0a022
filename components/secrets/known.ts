import type { Lab, ResolvedPart } from "../lab/index.ts";
import { deriveSecret, type OwnSecret, ownSecret } from "./derivation.ts";
import type { GivenToken } from "./given.ts";
import type { KeptSecret } from "./kept.ts";
import { planSecret, type Source } from "./source.ts";

/** What a stack knows without asking anybody: whoever has these can fill in all but what vendors make. */
export interface KnownSecrets {
  root: string;
  tokens: Record<string, string>;
}

/** A secret that is not known before the lab is applied, or that nobody has given yet. */
export type Unknown = KeptSecret | GivenToken;

type Part = ResolvedPart | OwnSecret | Unknown;

/** Whether a vendor makes it while the lab is applied. */
export function isKept(part: Part, lab: Lab): boolean {
  return typeof part === "object" && "kept" in sourceOf(part, lab);
}

/** Text with its secrets filled in, or those that it lacks. */
export async function fillKnown(parts: Part[], lab: Lab, known: KnownSecrets): Promise<string | Unknown[]> {
  const filled = await Promise.all(parts.map((part) => tell(part, lab, known)));
  const unknown = filled.filter((each) => typeof each !== "string");
  return unknown.length > 0 ? unknown : filled.join("");
}

async function tell(part: Part, lab: Lab, { root, tokens }: KnownSecrets): Promise<string | Unknown> {
  if (typeof part === "string") return part;
  const source = sourceOf(part, lab);
  if ("owner" in source) return ownSecret(root, lab.name, source);
  if ("derive" in source) return deriveSecret(root, source.derive);
  return "token" in source ? (tokens[source.token] ?? source) : source;
}

function sourceOf(part: Exclude<Part, string>, lab: Lab): OwnSecret | Source {
  return "of" in part ? planSecret(part, lab) : part;
}
