import { suggestion } from "../../nearest.ts";
import type { Problem } from "../../refusal.ts";
import { type Reference, referencesOf } from "../../service/index.ts";
import { isLive, type Lab, type Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** Every fact that a value asks for is there: a port of that name, a URL in that network. */
export function checkReferences(service: Service, { services, neighbours }: Lab): Problem[] {
  const byName = new Map([...services, ...neighbours].map((each) => [each.name, each]));
  return referencesOf(service).flatMap((each) => unanswered(service, each, byName));
}

function unanswered(service: Service, reference: Reference, byName: Map<string, Service>): Problem[] {
  if ("ownUrl" in reference) return noUrl(service, reference.ownUrl, reference.of ?? service.name, byName);
  if ("secret" in reference || "blueprintOf" in reference || "derived" in reference) return [];
  const need = byName.get(
    "host" in reference ? reference.host : "port" in reference ? reference.port : reference.url,
  );
  if (!need || !isLive(need)) return [];
  const ports = Object.keys(need.ports);
  if (ports.length === 0)
    return [
      problem(service, {
        what: `${service.name} asks where ${need.name} answers, which has no port.`,
        fix: `write ports: { http: ... } in ${need.file}`,
      }),
    ];
  const named = "named" in reference ? reference.named : undefined;
  if (named === undefined || ports.includes(named)) return [];
  return [
    problem(service, {
      what: `${service.name} asks for the port ${named} of ${need.name}, which has none of that name.`,
      facts: [`${need.name} has: ${ports.join(", ")}`],
      fix: suggestion(named, ports),
    }),
  ];
}

function noUrl(
  service: Service,
  reach: "lan" | "tailnet" | "public",
  of: string,
  byName: Map<string, Service>,
) {
  const owner = byName.get(of);
  if (!owner)
    return [
      problem(service, {
        what: `${service.name} asks for the ${reach} URL of ${of}, which no file declares.`,
        fix: suggestion(of, [...byName.keys()]),
      }),
    ];
  if (owner.urls[reach]) return [];
  return [
    problem(service, {
      what: `${service.name} asks for the ${reach} URL of ${of}, which is not exposed there.`,
      fix: `write expose: { ${reach}: ${reach === "public" ? '{ access: "admin" }' : "true"} } in ${owner.file}`,
    }),
  ];
}
