import type { Problem } from "../../refusal.ts";
import type { Rule } from "../../service/index.ts";
import type { Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** An excuse that has ended, or that excuses nothing, is a rule that somebody believes to be waived. */
export function checkWaivers(services: Service[], today: Date): Problem[] {
  return services.flatMap((service) =>
    Object.entries(service.waive).flatMap(([rule, { until, because }]) => [
      ...(until < today.toISOString().slice(0, 10) ? [expired(service, rule, until, because)] : []),
      ...needless(service, rule as Rule),
    ]),
  );
}

function expired(service: Service, rule: string, until: string, because: string): Problem {
  return problem(service, {
    what: `${service.name} was excused from ${rule} until ${until}, which is over.`,
    facts: [`because: ${because}`],
    fix: "mend what it excuses, or look again whether the reason holds and set a later day",
  });
}

function needless(service: Service, rule: Rule): Problem[] {
  const kept: Partial<Record<Rule, string | false | undefined>> = {
    "image-digest": service.image?.digest && "its image has a digest",
    "node-access": !service.chart && "only the pods of a chart may be part of a node",
    "root-user": service.user !== undefined && service.user > 0 && `it runs as user ${service.user}`,
  };
  if (!kept[rule]) return [];
  return [
    problem(service, {
      what: `${service.name} is excused from ${rule}, but ${kept[rule]}.`,
      fix: `remove the waiver of ${rule}`,
    }),
  ];
}
