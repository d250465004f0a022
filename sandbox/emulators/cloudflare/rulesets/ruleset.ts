import type { Body } from "../api.ts";
import { refuse } from "../envelope.ts";
import { Fields } from "../fields.ts";
import { hexId, now } from "../ids.ts";
import { mistakeIn } from "./expression.ts";
import { neededParameters, phases } from "./phases.ts";

export interface Rule {
  id: string;
  version: string;
  action: string;
  expression: string;
  enabled: boolean;
  ref: string;
  last_updated: string;
  [more: string]: unknown;
}

export interface Ruleset {
  id: string;
  /** The account or the zone that it is for. */
  owner: string;
  name: string;
  description: string;
  kind: "root" | "zone" | "custom";
  phase: string;
  version: string;
  rules: Rule[];
  last_updated: string;
}

const invalid = 20_120;
const kinds = ["root", "zone", "custom"] as const;

/** The mitigations that a rate limit can time. */
const timed = new Set(["block", "log"]);

export function rulesetFrom(body: Body, owner: string): Ruleset {
  const fields = new Fields(body, invalid);
  const phase = fields.text("phase");
  if (!phases[phase]) refuse(400, invalid, `'${phase}' is not a valid value for phase`);
  return {
    id: hexId(),
    owner,
    name: fields.text("name"),
    description: fields.string("description") ?? "",
    kind: fields.choice("kind", kinds) ?? refuse(400, invalid, "kind is required"),
    phase,
    version: "1",
    rules: rulesFrom(fields.objects("rules") ?? [], phase, []),
    last_updated: now("microseconds"),
  };
}

/** Each change makes another version; kind and phase are for ever. */
export function changedRuleset(ruleset: Ruleset, body: Body): Ruleset {
  const fields = new Fields(body, invalid);
  for (const key of ["kind", "phase"] as const)
    if ((fields.string(key) ?? ruleset[key]) !== ruleset[key])
      refuse(400, invalid, `${key} of a ruleset cannot be changed`);
  const rules = fields.objects("rules");
  return {
    ...ruleset,
    name: fields.string("name") || ruleset.name,
    description: fields.string("description") ?? ruleset.description,
    rules: rules ? rulesFrom(rules, ruleset.phase, ruleset.rules) : ruleset.rules,
    version: String(Number(ruleset.version) + 1),
    last_updated: now("microseconds"),
  };
}

export function shownRuleset({ owner: _, ...ruleset }: Ruleset): object {
  return ruleset;
}

/** A rule that has its id or its ref again is the same rule, and keeps its version where nothing of it changes. */
export function rulesFrom(bodies: readonly Body[], phase: string, before: readonly Rule[]): Rule[] {
  const rules = bodies.map((body, index) => ruleFrom(body, `rules[${index}]`, phase, before));
  const twice = rules.find(({ ref }, index) => rules.findIndex((other) => other.ref === ref) < index);
  return twice ? refuse(400, invalid, `two rules have the ref ${twice.ref}`) : rules;
}

function ruleFrom(body: Body, where: string, phase: string, before: readonly Rule[]): Rule {
  const fields = new Fields(body, invalid);
  const wrong = (what: string): never => refuse(400, invalid, `${where}: ${what}`);
  const action = fields.string("action") || wrong("action is required");
  if (!phases[phase]?.includes(action))
    wrong(`'${action}' is not a valid value for action in the phase ${phase}`);
  const expression = fields.string("expression") || wrong("expression is required");
  const mistake = mistakeIn(expression);
  if (mistake !== undefined)
    refuse(400, 20_127, `${where}: '${expression}' is not a valid value for expression: ${mistake}`);
  const parameters = fields.object("action_parameters");
  const missing = (neededParameters[action] ?? []).filter((key) => !parameters?.[key]);
  if (missing.length > 0) wrong(`action_parameters needs ${missing.join(", ")} for ${action}`);
  if (action === "redirect" && !parameters?.from_value && !parameters?.from_list)
    wrong("action_parameters needs from_value or from_list for redirect");
  if (phase === "http_ratelimit" && !fields.has("ratelimit"))
    wrong("ratelimit is required in the phase http_ratelimit");
  if (phase !== "http_ratelimit" && fields.has("ratelimit")) wrong("ratelimit is not allowed in this phase");
  const same = before.find(({ id, ref }) => id === body.id || ref === body.ref);
  const id = same?.id ?? hexId();
  const told = {
    id,
    action,
    ...(parameters && Object.keys(parameters).length > 0 && { action_parameters: parameters }),
    expression,
    description: fields.string("description") ?? "",
    enabled: fields.boolean("enabled") ?? true,
    ref: fields.string("ref") ?? same?.ref ?? id,
    ...(fields.has("ratelimit") && { ratelimit: ratelimitOf(fields, action, wrong) }),
    ...(fields.has("exposed_credential_check") && {
      exposed_credential_check: fields.object("exposed_credential_check"),
    }),
    // Only a skip can choose whether it is logged.
    ...(action === "skip" && { logging: fields.object("logging") ?? { enabled: true } }),
  };
  const { version, last_updated, ...kept } = same ?? { version: "0", last_updated: "" };
  if (same && JSON.stringify(kept) === JSON.stringify(told)) return same;
  return { ...told, version: String(Number(version) + 1), last_updated: now("microseconds") };
}

function ratelimitOf(fields: Fields, action: string, wrong: (what: string) => never): Body {
  const limit = new Fields(fields.object("ratelimit") ?? {}, invalid);
  const characteristics = limit.strings("characteristics") ?? wrong("ratelimit.characteristics is required");
  if (!characteristics.includes("cf.colo.id")) wrong('ratelimit.characteristics has to hold "cf.colo.id"');
  const period = limit.number("period") ?? wrong("ratelimit.period is required");
  if (![10, 60, 120, 300, 600, 3600].includes(period))
    wrong("ratelimit.period has to be one of 10, 60, 120, 300, 600, 3600");
  if (!limit.has("requests_per_period") && !limit.has("score_per_period"))
    wrong("ratelimit.requests_per_period is required");
  const mitigation_timeout = limit.number("mitigation_timeout") ?? (timed.has(action) ? period : 0);
  return {
    ...fields.object("ratelimit"),
    mitigation_timeout,
    requests_to_origin: limit.boolean("requests_to_origin") ?? false,
  };
}
