import type { Body } from "../api.ts";
import { Fields } from "../fields.ts";
import { now, uuid } from "../ids.ts";
import type { World } from "../world.ts";
import { isDuration } from "./duration.ts";
import { type AccessPolicy, decisions } from "./records.ts";
import { invalidRequest, refuseRequest } from "./refusals.ts";
import { rulesOf } from "./rules.ts";

export function policyFrom(body: Body, account: string, world: World, existing?: AccessPolicy): AccessPolicy {
  const fields = new Fields(body, invalidRequest);
  const time = now("seconds");
  const session_duration = fields.string("session_duration") ?? "24h";
  if (!isDuration(session_duration)) refuseRequest("session_duration has to be a duration such as 24h");
  const prompt = fields.string("purpose_justification_prompt");
  const approval_groups = fields.objects("approval_groups");
  const [connection_rules, mfa_config] = [fields.object("connection_rules"), fields.object("mfa_config")];
  return {
    id: existing?.id ?? uuid(),
    account,
    name: fields.text("name"),
    decision: fields.choice("decision", decisions) ?? refuseRequest("decision is required"),
    ...rulesOf(body, world),
    session_duration,
    ...(fields.boolean("approval_required") && { approval_required: true }),
    ...(fields.boolean("isolation_required") && { isolation_required: true }),
    ...(fields.boolean("purpose_justification_required") && { purpose_justification_required: true }),
    ...(prompt !== undefined && { purpose_justification_prompt: prompt }),
    ...(approval_groups?.length && { approval_groups }),
    ...(connection_rules && { connection_rules }),
    ...(mfa_config && { mfa_config }),
    created_at: existing?.created_at ?? time,
    updated_at: time,
  };
}

export function shownPolicy(policy: AccessPolicy, world: World): object {
  return { ...inside(policy), reusable: true, app_count: usersOf(policy.id, world) };
}

/** As it is shown inside of an application. */
export function inside({ account: _, ...policy }: AccessPolicy): object {
  return { ...policy, uid: policy.id };
}

export function usersOf(id: string, world: World): number {
  return world.applications.all().filter(({ policies }) => policies.some((each) => each.id === id)).length;
}
