import { distance } from "fastest-levenshtein";
import { fits } from "../../kit/index.ts";
import type { AliasConfig } from "../config/index.ts";
import { Fault } from "../http/fault.ts";
import type { Provider } from "../providers/index.ts";
import { type Candidate, candidate } from "./candidate.ts";

/** Everybody who could answer to a name, in the order that the name gives them. */
export interface Resolution {
  /** As asked. */
  name: string;
  prefer: AliasConfig["prefer"];
  privacy: AliasConfig["privacy"];
  /** Several models of a kind: each request picks among them by what it needs. */
  tiers: Candidate[][];
}

/** Names that every router knows; a house may give them its own meaning. */
const builtIn: Record<string, AliasConfig> = {
  auto: { models: ["*"], prefer: "auto", privacy: "any" },
  fast: { models: ["*"], prefer: "fast", privacy: "any" },
  big: { models: ["*"], prefer: "big", privacy: "any" },
  code: { models: ["*cod*", "*"], prefer: "order", privacy: "any" },
  vision: { models: ["*"], prefer: "auto", privacy: "any" },
};

/** How many resolved names are remembered: clients choose them, so there must be an end. */
const REMEMBERED = 1_000;

/** Which names there are. Made anew when a provider or an alias changes, and never changed. */
export class RoutingTable {
  readonly aliases: ReadonlyMap<string, AliasConfig>;
  #byModel = new Map<string, Candidate[]>();
  #resolved = new Map<string, Resolution>();

  constructor(providers: readonly Provider[], aliases: Record<string, AliasConfig>) {
    this.aliases = new Map(Object.entries({ ...builtIn, ...aliases }));
    for (const provider of providers) {
      for (const model of provider.models.values()) {
        const known = this.#byModel.get(model.id);
        if (known) known.push(candidate(provider, model));
        else this.#byModel.set(model.id, [candidate(provider, model)]);
      }
    }
  }

  /** All models by their names, each with who has it. */
  get models(): ReadonlyMap<string, readonly Candidate[]> {
    return this.#byModel;
  }

  resolve(name: string): Resolution {
    const known = this.#resolved.get(name);
    if (known) return known;
    const resolution = this.#find(name);
    if (this.#resolved.size >= REMEMBERED) this.#resolved.clear();
    this.#resolved.set(name, resolution);
    return resolution;
  }

  #find(name: string): Resolution {
    const alias = this.aliases.get(name);
    if (alias) {
      const taken = new Set<string>();
      const tiers = alias.models.map((pattern) =>
        this.#matching(pattern).filter((one) => !taken.has(one.name) && taken.add(one.name)),
      );
      return { name, prefer: alias.prefer, privacy: alias.privacy, tiers };
    }
    const exact = this.#named(name);
    if (exact.length === 0) throw this.#unknown(name);
    return { name, prefer: "auto", privacy: "any", tiers: [exact] };
  }

  /** By its own name, by that and its provider's, or without Ollama's default tag. */
  #named(name: string): Candidate[] {
    const found = this.#byModel.get(name) ?? this.#byModel.get(`${name}:latest`);
    if (found) return found;
    const slash = name.indexOf("/");
    if (slash < 0) return [];
    const model = this.#byModel.get(name.slice(slash + 1)) ?? [];
    return model.filter(({ provider }) => provider.name === name.slice(0, slash));
  }

  #matching(pattern: string): Candidate[] {
    if (!pattern.includes("*")) return this.#named(pattern);
    const wanted = pattern.toLowerCase();
    return [...this.#byModel.values()].flat().filter(({ model, name }) => {
      return fits(wanted, model.id.toLowerCase()) || fits(wanted, name.toLowerCase());
    });
  }

  #unknown(name: string): Fault {
    const names = [...this.#byModel.keys(), ...this.aliases.keys()];
    const near = names
      .map((known) => ({ known, far: distance(known.toLowerCase(), name.toLowerCase()) }))
      .sort((one, other) => one.far - other.far)
      .slice(0, 3)
      .map(({ known }) => `"${known}"`);
    const said = name.length > 80 ? `${name.slice(0, 80)}...` : name;
    return new Fault({
      status: 404,
      kind: "not_found",
      code: "model_not_found",
      param: "model",
      message: `There is no model "${said}" here. The nearest are ${near.join(", ")}; GET /v1/models lists all.`,
    });
  }
}
