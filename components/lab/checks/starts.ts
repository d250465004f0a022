import type { Problem } from "../../refusal.ts";
import type { Lab, Service } from "../lab.ts";
import { mainPort } from "../urls.ts";
import { problem } from "./problem.ts";

/** What is started on demand has somebody who starts it, and each Docker host one of these at most. */
export function checkStarts({ services }: Lab): Problem[] {
  const starters = new Map<string, Service>();
  const problems = services
    .filter(({ provides }) => provides === "models")
    .flatMap((service) => {
      const { name, place } = service;
      if (!("docker" in place))
        return problem(service, {
          what: `${name} provides models, and is on no Docker host: it would start nothing.`,
          fix: "place it by { docker: ... }, or remove provides",
        });
      const other = starters.get(place.docker);
      starters.set(place.docker, other ?? service);
      if (!other) return [];
      return problem(service, {
        what: `${name} and ${other.name} both provide models on ${place.docker}.`,
        facts: [`${other.name}: ${other.file}`],
        fix: "keep one of them: each would stop what the other starts",
      });
    });
  return [...problems, ...services.flatMap((each) => neverStarted(each, starters))];
}

function neverStarted(service: Service, starters: Map<string, Service>): Problem[] {
  const { name, start, place, workload } = service;
  if (start === "always") return [];
  if (!("docker" in place))
    return [
      problem(service, {
        what: `${name} starts ${start}, and is on no Docker host, where somebody could start it.`,
        fix: "remove start, or place it by { docker: ... }",
      }),
    ];
  if (workload.kind === "job")
    return [
      problem(service, {
        what: `${name} starts ${start}, and is a job, which runs once and is over.`,
        fix: "remove start, or workload",
      }),
    ];
  if (!mainPort(service) || !(typeof place.gpu === "object" && place.gpu.vram))
    return [
      problem(service, {
        what: `${name} starts ${start}, and does not say where it answers and what it loads: nobody could make room for it.`,
        fix: 'write ports, and place: { docker: ..., gpu: { vram: "8Gi" } }',
      }),
    ];
  if (starters.has(place.docker)) return [];
  return [
    problem(service, {
      what: `${name} starts ${start}, and nobody on ${place.docker} starts it.`,
      fix: `remove start, or place what provides models on ${place.docker}`,
    }),
  ];
}
