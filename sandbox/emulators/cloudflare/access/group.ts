import type { Body } from "../api.ts";
import { Fields } from "../fields.ts";
import { now, uuid } from "../ids.ts";
import type { World } from "../world.ts";
import { invalidRequest, type Rules, rulesOf } from "./rules.ts";

export interface AccessGroup extends Rules {
  id: string;
  /** The account or the zone that it was made for. */
  owner: string;
  name: string;
  is_default: boolean;
  created_at: string;
  updated_at: string;
}

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
