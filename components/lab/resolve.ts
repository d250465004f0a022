import { type Part, partsOf, type Value } from "../service/index.ts";
import { blueprint } from "./blueprint.ts";
import { textOf } from "./derived/index.ts";
import { type Lab, type Service, serviceNamed } from "./lab.ts";
import { routeTo } from "./route.ts";

/** A value with every fact filled in but the secrets, which stay names until the last moment. */
export type ResolvedPart = string | { secret: string; of: string };

/** Turns references into text. The lab was checked: whatever is asked here has an answer. */
export function resolve(value: Value, service: Service, lab: Lab): ResolvedPart[] {
  return joinText(
    partsOf(value).flatMap((part) =>
      typeof part === "object" && "blueprintOf" in part
        ? blueprint(part.blueprintOf, lab)
        : [resolvePart(part, service, lab)],
    ),
  );
}

/** The text of a value that holds no secret. */
export function plainText(parts: ResolvedPart[]): string {
  return parts.map((part) => (typeof part === "string" ? part : `<secret ${part.secret}>`)).join("");
}

function resolvePart(part: Exclude<Part, { blueprintOf: string }>, service: Service, lab: Lab): ResolvedPart {
  if (typeof part === "string") return part;
  if ("derived" in part) return textOf(part.derived, lab, service);
  if ("secret" in part) return { secret: part.secret, of: part.of ?? service.name };
  if ("ownUrl" in part) {
    const owner = part.of ? serviceNamed(lab, part.of) : service;
    return owner.urls[part.ownUrl] ?? "";
  }
  const name = "host" in part ? part.host : "port" in part ? part.port : part.url;
  const route = routeTo(
    serviceNamed(lab, name),
    service,
    lab.inventory,
    "named" in part ? part.named : undefined,
  );
  if (!route) throw new Error(`${service.name} was checked to reach ${name}, and does not`);
  if ("host" in part) return route.host;
  if ("port" in part) return String(route.port);
  return `${route.scheme}://${route.host}${route.port === 443 ? "" : `:${route.port}`}`;
}

function joinText(parts: ResolvedPart[]): ResolvedPart[] {
  const joined: ResolvedPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}
