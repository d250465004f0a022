import { dockerHosts } from "../components/inventory/index.ts";
import type { Lab } from "../components/lab/index.ts";
import { suggestion } from "../components/nearest.ts";
import { type Problem, refuse } from "../components/refusal.ts";
import type { Settings } from "./settings.ts";

/** How each kind of place is reached. */
type Kind = "kubeconfig" | "docker";

/**
 * Checks the way to every cluster and Docker host of a lab. One that the config does not know is not there yet: it can
 * be previewed. An update is refused, for all of them at once, before anything is half made.
 */
export function checkAccess(lab: Lab, { access }: Settings, stack: string, isUpdate: boolean): void {
  const places = placesOf(lab);
  const strangers = Object.keys(access).filter((name) => !places.has(name));
  const mistaken = [...places].filter(([name, kind]) => access[name] && !(kind in access[name]));
  const absent = isUpdate ? [...places].filter(([name]) => !access[name]) : [];
  refuse([
    ...strangers.map((name) => nowhere(name, [...places.keys()])),
    ...mistaken.map(([name, kind]) => otherwise(name, kind, stack)),
    ...absent.map(([name, kind]) => notThere(name, kind, stack)),
  ]);
}

function placesOf({ inventory }: Lab): Map<string, Kind> {
  return new Map<string, Kind>([
    ...Object.keys(inventory.clusters).map((name) => [name, "kubeconfig"] as const),
    ...dockerHosts(inventory).map(({ name }) => [name, "docker"] as const),
  ]);
}

function nowhere(name: string, known: string[]): Problem {
  return {
    where: `homelab:access.${name}`,
    what: `${name} is no cluster and no Docker host of this stack.`,
    fix: suggestion(name, known),
  };
}

function otherwise(name: string, kind: Kind, stack: string): Problem {
  return {
    where: `homelab:access.${name}`,
    what: `${name} is not reached in this way.`,
    fix: `give its ${kind}: ${command(name, kind, stack)}`,
  };
}

function notThere(name: string, kind: Kind, stack: string): Problem {
  return {
    where: `homelab:access.${name}`,
    what: `${name} can be previewed, but not applied: the config does not say how to reach it.`,
    fix: command(name, kind, stack),
  };
}

function command(name: string, kind: Kind, stack: string): string {
  const value = kind === "docker" ? "ssh://user@host" : "< kubeconfig.yaml";
  return `pulumi config set --secret -s ${stack} --path 'homelab:access.${name}.${kind}' ${value}`;
}
