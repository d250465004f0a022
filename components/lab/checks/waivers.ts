import { isOver } from "../../ended.ts";
import type { Problem } from "../../refusal.ts";
import type { Rule } from "../../service/index.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** An excuse that has ended, or that excuses nothing, is a rule that somebody believes to be waived. */
export function checkWaivers(services: Service[], { inventory }: Lab, today: Date): Problem[] {
  return services.flatMap((service) =>
    Object.entries(service.waive).flatMap(([rule, { until, because }]) => [
      ...(isOver({ until }, today) ? [expired(service, rule, until, because)] : []),
      ...needless(service, rule as Rule, inventory),
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

function needless(service: Service, rule: Rule, inventory: Lab["inventory"]): Problem[] {
  const kept: Partial<Record<Rule, string | false | undefined>> = {
    "image-digest": service.image?.digest && "its image has a digest",
    "open-port": !opensPort(service, inventory) && "it opens no port of its machines",
    "runtime-socket":
      !Object.values(service.volumes).some(({ kind }) => kind === "engine") &&
      "it does not mount the engine of its host",
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

/** What is shown in the house goes by the ingress of its cluster, where there is one. */
function opensPort({ place, expose }: Service, { clusters }: Lab["inventory"]): boolean {
  return Boolean(expose.lan) && "cluster" in place && clusters[place.cluster]?.ingress === "none";
}
