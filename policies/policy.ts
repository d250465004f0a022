import type { ReportViolation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import type { Blind } from "./blind.ts";
import { isExcused } from "./excuse.ts";
import { isOfStack, judge, survey, type Verdict } from "./judge.ts";
import type { Rule } from "./rule.ts";
import { Unseen } from "./said.ts";
import { Stack } from "./stack.ts";

/** What all the policies of one run share. */
export interface Session {
  today: () => Date;
  /** Where each leaves what it could not see. */
  blind: Blind;
}

/** A rule as the engine runs it. */
export function policyOf(rule: Rule, session: Session): ResourceValidationPolicy | StackValidationPolicy {
  const { id, title, severity, sources, fix } = rule;
  const told = {
    name: id,
    description: `${title} Otherwise: ${rule.reason}.`,
    severity,
    tags: sources,
    remediationSteps: fix,
  };
  const answer = answering(rule, session);
  if (isOfStack(rule))
    return {
      ...told,
      validateStack: ({ resources }, report) => answer(() => survey(rule, new Stack(resources)), report),
    };
  return { ...told, validateResource: (resource, report) => answer(() => judge(rule, resource), report) };
}

function answering(rule: Rule, { today, blind }: Session) {
  let broken = false;
  return (judge: () => Verdict[], report: ReportViolation) => {
    try {
      for (const { on, says } of broken ? [] : judge()) {
        if (says instanceof Unseen) blind.to(rule, says, on);
        else if (!isExcused(on, rule.id, today()))
          report(`${on.name} ${says}.\n  ${rule.reason}\n  fix: ${rule.fix}`, on.urn);
      }
    } catch (error) {
      // Once: at every resource again, it would bury what the other rules found.
      broken = true;
      report(
        `the rule ${rule.id} broke down: ${error instanceof Error ? error.message : error}.\n  nothing is applied that it has not judged\n  fix: mend it in policies/rules, and add what it fell over to its cases`,
      );
    }
  };
}
