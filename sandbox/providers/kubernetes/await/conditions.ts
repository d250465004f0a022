import { isObject, objectAt, type Properties, stringAt } from "../../framework/value.ts";
import { type Rule, ready, waiting } from "./rule.ts";

export function conditionOf(object: Properties, type: string): Properties | undefined {
  const { conditions } = objectAt(object, "status");
  return Array.isArray(conditions)
    ? conditions.filter(isObject).find((each) => each.type === type)
    : undefined;
}

/** "[Reason] message", as far as the condition says either. */
export function explained(condition: Properties): string {
  return [stringAt(condition, "reason")?.replace(/.+/, "[$&]"), stringAt(condition, "message")]
    .filter((each) => each !== undefined && each !== "")
    .join(" ");
}

/** A kind whose controller says in one condition when it is done. */
export function untilCondition(type: string, seconds: number): Rule {
  return {
    seconds,
    judge: (object) =>
      conditionOf(object, type)?.status === "True" ? ready : waiting(`waiting for it to be ${type}`),
    reasons: async (object) => {
      const { conditions } = objectAt(object, "status");
      const all = Array.isArray(conditions) ? conditions.filter(isObject) : [];
      return all
        .filter((each) => each.status === "False")
        .map((each) => `${String(each.type)}: ${explained(each)}`);
    },
  };
}

/** A status speaks of an earlier spec until the controller has seen the present one. */
export function isObserved(object: Properties): boolean {
  const { observedGeneration = 0 } = objectAt(object, "status");
  return Number(observedGeneration) >= Number(objectAt(object, "metadata").generation ?? 0);
}

export function count(status: Properties, key: string): number {
  return Number(status[key] ?? 0);
}
