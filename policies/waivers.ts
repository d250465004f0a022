import { isOver } from "../components/ended.ts";
import { suggestion } from "../components/nearest.ts";
import { readNote } from "../components/service/note.ts";
import { type Note, notesOn } from "./excuse.ts";
import { isOfStack, judge, survey } from "./judge.ts";
import type { Resource } from "./resource.ts";
import type { Rule, StackRule } from "./rule.ts";
import { look, type Said, Unseen } from "./said.ts";
import type { Stack } from "./stack.ts";

/** Judges the excuses themselves. It looks at all of them at the end, when it is known which one was needed. */
export function waiverRule(rules: Rule[], today: () => Date): StackRule {
  return {
    id: "waiver",
    title: "Every waiver excuses something, from a rule that exists, for a while.",
    sources: [],
    reason: "an excuse that has ended or excuses nothing is a rule that somebody believes to be waived",
    fix: "remove the waiver, or look again whether its reason holds and set a later day",
    severity: "high",
    scope: { name: "everything that is excused", has: () => true },
    survey: (stack) =>
      stack.resources.map((on) => ({
        on,
        says: look(() => notesOn(on).map((note) => faultOf(note, on, { rules, stack, today: today() }))),
      })),
  };
}

interface Court {
  rules: Rule[];
  stack: Stack;
  today: Date;
}

/** One declaration is carried by all that follows from it, and needed where one of them needs it. */
function faultOf({ rule: id, text }: Note, on: Resource, { rules, stack, today }: Court): Said {
  const rule = rules.find((each) => each.id === id);
  if (!rule) {
    const names = rules.map((each) => each.id);
    return `is excused from ${id}, which is no rule (${suggestion(id, names)})`;
  }
  const waiver = readNote(text);
  if (!waiver)
    return `has a waiver of ${id} that cannot be read: ${JSON.stringify(text)} (write "until 2027-06-30: because ...")`;
  const { until, because } = waiver;
  if (isOver(waiver, today))
    return `was excused from ${id} until ${until}, which is over (because ${because})`;
  if (!rule.scope.has(on.type)) return `is excused from ${id}, which is about ${rule.scope.name}`;
  const carriers = stack.resources.filter((each) =>
    notesOn(each).some((note) => note.rule === id && note.text === text),
  );
  return carriers.some((each) => isNeeded(rule, each, stack))
    ? undefined
    : `is excused from ${id}, and keeps it`;
}

/** What cannot be seen yet may need its excuse. */
function isNeeded(rule: Rule, resource: Resource, stack: Stack): boolean {
  if (!isOfStack(rule)) return judge(rule, resource).length > 0;
  return survey(rule, stack).some(({ on, says }) => on === resource || says instanceof Unseen);
}
