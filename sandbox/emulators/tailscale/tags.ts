import { ApiError } from "../framework/index.ts";
import { currentPolicy } from "./acl.ts";
import type { Caller } from "./caller.ts";
import type { State } from "./state.ts";

/** Refuses tags that the policy does not declare, or that this caller may not give. */
export function checkTags(tags: readonly string[], caller: Caller, state: State): void {
  const owners = currentPolicy(state).policy.tagOwners ?? {};
  const own = caller.tags;
  const refused = tags.filter(
    (tag) =>
      !owners[tag] ||
      (own !== "any" && !own.includes(tag) && !owners[tag].some((owner) => own.includes(owner))),
  );
  if (refused.length > 0)
    throw new ApiError(400, `requested tags [${refused.join(" ")}] are invalid or not permitted`);
}
