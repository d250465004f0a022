import type { Api, Body } from "../api.ts";
import { ok, refuse } from "../envelope.ts";
import { type Level, levels } from "../owners.ts";
import type { World } from "../world.ts";
import { phases } from "./phases.ts";
import { changedRuleset, type Ruleset, rulesetFrom, shownRuleset } from "./ruleset.ts";

export function rulesetRoutes(api: Api, world: World): void {
  for (const level of levels) rulesetsOf(api, world, level);
}

function rulesetsOf(api: Api, world: World, level: Level): void {
  /** The kind that is asked by itself, without being executed by another. */
  const entry = level === "zones" ? "zone" : "root";
  const mine = (owner: string) => {
    world.accountOf(level, owner);
    return world.rulesets.all().filter((ruleset) => ruleset.owner === owner);
  };
  const found = (owner: string, id: string): Ruleset =>
    mine(owner).find((each) => each.id === id) ?? refuse(404, 20_000, `could not find ruleset ${id}`);
  const entrypoint = (owner: string, phase: string) => {
    if (!phases[phase]) refuse(400, 20_120, `'${phase}' is not a valid value for phase`);
    return mine(owner).find((each) => each.phase === phase && each.kind === entry);
  };
  const saved = (ruleset: Ruleset) => ok(shownRuleset(world.rulesets.put(ruleset.id, ruleset)));
  const withRules = (ruleset: Ruleset, rules: readonly unknown[]) =>
    saved(changedRuleset(ruleset, { rules }));

  const all = `/${level}/:owner/rulesets`;
  api.get(all, ({ at }) => {
    const listed = mine(at("owner")).map(({ rules: _, owner: __, ...rest }) => rest);
    return ok(listed, { result_info: { cursors: { after: "" } } });
  });
  api.post(all, ({ at, body }) => {
    const owner = at("owner");
    world.accountOf(level, owner);
    const ruleset = rulesetFrom(body(), owner);
    if (ruleset.kind !== "custom" && ruleset.kind !== entry)
      refuse(400, 20_120, `'${ruleset.kind}' is not a valid value for kind at the level of ${level}`);
    if (ruleset.kind === entry && entrypoint(owner, ruleset.phase))
      refuse(
        400,
        20_217,
        `exceeded the maximum number of ${entry} rulesets for the phase ${ruleset.phase}: 1`,
      );
    return saved(ruleset);
  });
  api.get(`${all}/:ruleset`, ({ at }) => ok(shownRuleset(found(at("owner"), at("ruleset")))));
  api.put(`${all}/:ruleset`, ({ at, body }) =>
    saved(changedRuleset(found(at("owner"), at("ruleset")), body())),
  );
  api.delete(`${all}/:ruleset`, ({ at }) => {
    world.rulesets.delete(found(at("owner"), at("ruleset")).id);
  });

  api.get(`${all}/phases/:phase/entrypoint`, ({ at }) => {
    const ruleset = entrypoint(at("owner"), at("phase"));
    return ok(
      shownRuleset(
        ruleset ?? refuse(404, 10_003, `could not find entrypoint ruleset in the ${at("phase")} phase`),
      ),
    );
  });
  api.put(`${all}/phases/:phase/entrypoint`, ({ at, body }) => {
    const there = entrypoint(at("owner"), at("phase"));
    if (there) return saved(changedRuleset(there, body()));
    const made: Body = { name: "default", ...body(), kind: entry, phase: at("phase") };
    return saved(rulesetFrom(made, at("owner")));
  });

  api.post(`${all}/:ruleset/rules`, ({ at, body }) => {
    const ruleset = found(at("owner"), at("ruleset"));
    return withRules(ruleset, [...ruleset.rules, body()]);
  });
  api.patch(`${all}/:ruleset/rules/:rule`, ({ at, body }) => {
    const ruleset = found(at("owner"), at("ruleset"));
    const rule = ruleOf(ruleset, at("rule"));
    return withRules(
      ruleset,
      ruleset.rules.map((each) => (each === rule ? { ...rule, ...body(), id: rule.id } : each)),
    );
  });
  api.delete(`${all}/:ruleset/rules/:rule`, ({ at }) => {
    const ruleset = found(at("owner"), at("ruleset"));
    const rule = ruleOf(ruleset, at("rule"));
    return withRules(
      ruleset,
      ruleset.rules.filter((each) => each !== rule),
    );
  });
}

function ruleOf(ruleset: Ruleset, id: string) {
  return ruleset.rules.find((rule) => rule.id === id) ?? refuse(404, 20_000, `could not find rule ${id}`);
}
