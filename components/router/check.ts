import { suggestion } from "../nearest.ts";
import type { Problem } from "../refusal.ts";
import type { Routes } from "./routes.ts";

/** Every alias leads somewhere. One that does not is found out by whoever asks for it, long after. */
export function checkAliases({ providers, aliases }: Routes, where: string): Problem[] {
  return Object.entries(aliases).flatMap(([alias, said]) =>
    (Array.isArray(said) ? said : said.models).flatMap((asked) =>
      leadsNowhere(alias, asked, providers, where),
    ),
  );
}

function leadsNowhere(
  alias: string,
  asked: string,
  providers: Routes["providers"],
  where: string,
): Problem[] {
  const all = Object.values(providers).flatMap(modelsOf);
  const [owner = "", ...rest] = asked.split("/");
  // A model of an organisation ("Qwen/Qwen3") has a slash too, but then somebody lists it.
  if (rest.length === 0 || all.includes(asked)) {
    const anyMayHaveIt = Object.values(providers).some(({ models }) => !models);
    if (anyMayHaveIt || all.some((model) => matches(asked, model))) return [];
    return [nowhere({ alias, asked, name: asked, known: all, why: "no provider has it" }, where)];
  }
  const provider = providers[owner];
  if (!provider) {
    const known = Object.keys(providers);
    return [nowhere({ alias, asked, name: owner, known, why: `${owner} is no provider` }, where)];
  }
  const model = rest.join("/");
  const own = modelsOf(provider);
  if (!provider.models || own.some((each) => matches(model, each))) return [];
  return [nowhere({ alias, asked, name: model, known: own, why: `${owner} does not have it` }, where)];
}

interface Lost {
  alias: string;
  asked: string;
  /** The part of it that nobody knows, and what is known in its place. */
  name: string;
  known: string[];
  why: string;
}

function nowhere({ alias, asked, name, known, why }: Lost, where: string): Problem {
  return {
    where,
    what: `the alias ${alias} asks for ${asked}, and ${why}.`,
    facts: [`known: ${known.join(", ")}`],
    fix: suggestion(name, known),
  };
}

function modelsOf({ models = [] }: Routes["providers"][string]): string[] {
  return models.map((model) => (typeof model === "string" ? model : model.id));
}

/** A star stands for anything. */
function matches(pattern: string, model: string): boolean {
  const escaped = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`).test(model);
}
