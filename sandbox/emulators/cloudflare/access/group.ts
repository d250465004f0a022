import type { Body } from "../api.ts";
import { Fields } from "../fields.ts";
import { now, uuid } from "../ids.ts";
import type { World } from "../world.ts";
import type { AccessGroup } from "./records.ts";
import { invalidRequest } from "./refusals.ts";
import { rulesOf } from "./rules.ts";

export function groupFrom(body: Body, owner: string, world: World, existing?: AccessGroup): AccessGroup {
  const fields = new Fields(body, invalidRequest);
  const time = now("seconds");
  return {
    id: existing?.id ?? uuid(),
    owner,
    name: fields.text("name"),
    ...rulesOf(body, world),
    is_default: fields.boolean("is_default") ?? false,
    created_at: existing?.created_at ?? time,
    updated_at: time,
  };
}

export function shownGroup({ owner: _, ...group }: AccessGroup): object {
  return { ...group, uid: group.id };
}
