import type { Resource } from "./resource.ts";
import type { Remark, ResourceRule, Rule, StackRule } from "./rule.ts";
import { look, type Word, words } from "./said.ts";
import type { Stack } from "./stack.ts";

/** One word on one resource. */
export interface Verdict {
  on: Resource;
  says: Word;
}

/** What a rule has to say of one resource, before anybody is excused. */
export function judge(rule: ResourceRule, on: Resource): Verdict[] {
  return rule.scope.has(on.type) ? words(look(() => rule.check(on))).map((says) => ({ on, says })) : [];
}

/** What it has to say of all of them. */
export function survey(rule: StackRule, stack: Stack): Verdict[] {
  return surveyed(rule, stack).flatMap(({ on, says }) => words(says).map((each) => ({ on, says: each })));
}

/** What it compares all others with may itself not be known: then it has seen nothing. */
function surveyed(rule: StackRule, stack: Stack): Remark[] {
  let remarks: Remark[] = [];
  const says = look(() => {
    remarks = rule.survey(stack);
    return undefined;
  });
  return says ? [{ on: WHOLE, says }] : remarks;
}

const WHOLE: Resource = { type: "pulumi:pulumi:Stack", name: "the whole lab", props: {} };

export function isOfStack(rule: Rule): rule is StackRule {
  return "survey" in rule;
}
