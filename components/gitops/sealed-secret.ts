import { createHash, createHmac, type KeyObject } from "node:crypto";
import { type CustomResource, customResource } from "../custom-resources/index.ts";
import { type Scope, seal } from "./seal.ts";

export type SealedSecret = CustomResource<"SealedSecret">;

/** A Secret as it will be, before it is sealed. */
export interface OpenSecret {
  metadata: Scope & { labels?: Record<string, string>; annotations?: Record<string, string> };
  type?: string;
  values: Record<string, string>;
}

/** What a cluster's secrets are sealed with. */
export interface Seal {
  key: KeyObject;
  /** Only who knows it can tell from a mark which value was sealed, not even by trying short ones. */
  mark: string;
}

const MARK = "homelab/sealed";

/**
 * Sealing is never the same twice. So what was sealed before is kept for as long as it says the same: its mark is made of
 * the values, of whom they are for, of the key, and of the sealed text itself, which nobody may have changed either.
 */
export function sealSecret(
  { metadata, type, values }: OpenSecret,
  seals: Seal,
  before?: unknown,
): SealedSecret {
  const { name, namespace } = metadata;
  const kept = sealedIn(before);
  const isSame = kept?.mark === (kept && markOf({ name, namespace }, values, kept.encryptedData, seals));
  const encryptedData =
    kept && isSame
      ? kept.encryptedData
      : Object.fromEntries(
          Object.entries(values).map(([key, value]) => [key, seal(value, { name, namespace }, seals.key)]),
        );
  const mark = markOf({ name, namespace }, values, encryptedData, seals);
  return customResource(
    "SealedSecret",
    { name, namespace, ...(metadata.labels && { labels: metadata.labels }), annotations: { [MARK]: mark } },
    { encryptedData, template: { metadata, ...(type && { type }) } },
  );
}

function markOf(
  { namespace, name }: Scope,
  values: Record<string, string>,
  sealed: Record<string, string>,
  { key, mark }: Seal,
): string {
  const print = createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
  const told = [namespace, name, print, sorted(values), sorted(sealed)];
  return createHmac("sha256", mark).update(JSON.stringify(told)).digest("hex");
}

function sorted(map: Record<string, string>): [string, string][] {
  return Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** What a file says that was there before, if it is one of ours. */
function sealedIn(before: unknown): { mark: string; encryptedData: Record<string, string> } | undefined {
  const { metadata, spec } = (before ?? {}) as Partial<SealedSecret>;
  const mark = metadata?.annotations?.[MARK];
  const encryptedData = spec?.encryptedData;
  return mark && encryptedData ? { mark, encryptedData } : undefined;
}
