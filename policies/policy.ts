import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { Resource } from "./resource.ts";
import type { Finding, Rule } from "./rule.ts";
import { waiverOf } from "./waiver.ts";

/** A rule as the engine runs it, over every resource of a preview. */
export function policyOf(rule: Rule): ResourceValidationPolicy {
  return {
    name: rule.name,
    description: rule.promise,
    validateResource: (resource, report) => {
      for (const each of violations(rule, resource, new Date())) report(each);
    },
  };
}

/** Everything that a resource has to answer for, in words for the person who declared it. */
export function violations(rule: Rule, resource: Resource, today: Date): string[] {
  const findings = rule.judge(resource);
  const waiver = waiverOf(resource, rule.name, today);
  if (waiver.excuses) return [];
  return [...(waiver.finding ? [waiver.finding] : []), ...findings].map((each) => tell(resource, each));
}

function tell({ name }: Resource, { what, fix }: Finding): string {
  return `${name}: ${what}.\n  fix: ${fix}`;
}
