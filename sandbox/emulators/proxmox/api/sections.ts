import { createHash } from "node:crypto";
import type { Datacenter } from "../datacenter.ts";
import type { Call, Handlers } from "./call.ts";
import { PveError } from "./error.ts";
import { listItems } from "./formats.ts";
import type { Parameters } from "./parameters.ts";

/** One entry of a configuration file: what most of the vendor's API reads and writes. */
export type Section = Parameters;

export interface SectionKind {
  /** Where they are listed and made. */
  path: string;
  /** The parameter that names one, and its name in the path of one where that is another. */
  key: string;
  place?: string;
  collection: string;
  /** How the vendor says that there is none of this name, or one already. */
  missing(id: string): string | PveError;
  existing(id: string): string;
  /** What is wrong with it, beyond each parameter's own form; may fill in what the vendor fills in. */
  check?(section: Section, call: Call, before: Section | undefined): Section;
  /** What nothing may refer to still when it goes. */
  beforeRemoval?(id: string, call: Call): void;
  /** What is told of one, where that is not what is kept. */
  shown?(section: Section, datacenter: Datacenter): Section;
}

/** What steers a call and is kept nowhere. */
const steering = new Set(["delete", "digest", "force", "node"]);

/** The handlers of a kind: list, create, read, update with `delete` and `digest`, remove. */
export function sections(kind: SectionKind): Handlers {
  const { path, key, place = key } = kind;
  const all = ({ datacenter }: Call) => datacenter.collection<Section>(kind.collection);
  const shown = (section: Section, { datacenter }: Call) => ({
    ...(kind.shown?.(section, datacenter) ?? section),
    digest: digestOf(section),
  });
  const found = (call: Call): Section => {
    const id = String(call.parameters[place]);
    const section = all(call).get(id);
    if (section) return section;
    const missing = kind.missing(id);
    throw typeof missing === "string" ? new PveError(missing) : missing;
  };
  const update = (call: Call) => {
    const before = found(call);
    const { [place]: id, ...changes } = call.parameters;
    if (changes.digest !== undefined && changes.digest !== digestOf(before))
      throw new PveError("detected modified configuration - file changed by other user? Try again.");
    const after = { ...before, ...kept(changes) };
    for (const name of listItems(String(changes.delete ?? ""))) delete after[name];
    all(call).put(String(id), kind.check?.(after, call, before) ?? after);
    return null;
  };
  const one = `${path}/{${place}}`;
  return {
    [`GET ${path}`]: (call) =>
      all(call)
        .all()
        .map((section) => shown(section, call)),
    [`POST ${path}`]: (call) => {
      const id = String(call.parameters[key]);
      if (all(call).has(id)) throw new PveError(kind.existing(id));
      const section = kept(call.parameters);
      all(call).put(id, kind.check?.(section, call, undefined) ?? section);
      return null;
    },
    [`GET ${one}`]: (call) => shown(found(call), call),
    [`PUT ${one}`]: update,
    [`DELETE ${one}`]: (call) => {
      found(call);
      const id = String(call.parameters[place]);
      kind.beforeRemoval?.(id, call);
      all(call).delete(id);
      return null;
    },
  };
}

function kept(parameters: Parameters): Section {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !steering.has(name)));
}

export function digestOf(value: unknown): string {
  return createHash("sha1").update(JSON.stringify(value)).digest("hex");
}
