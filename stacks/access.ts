import { dockerHosts, type Vendor, vendorsOf } from "../components/inventory/index.ts";
import type { Lab } from "../components/lab/index.ts";
import { suggestion } from "../components/nearest.ts";
import { type Problem, refuse } from "../components/refusal.ts";
import type { Settings } from "./settings.ts";

type Key = keyof Settings["access"][string];

/** What each vendor has to be told. The addresses of the two in the cloud are known to their plugins. */
const VENDOR_KEYS: Record<Vendor, Key[]> = {
  cloudflare: ["token", "account"],
  proxmox: ["token", "url"],
  tailscale: ["token"],
};

/** What to type behind the command that sets a key. */
const HOW: Record<Key, string> = {
  kubeconfig: "< kubeconfig.yaml",
  docker: "ssh://user@host",
  token: "< token",
  account: "<account id>",
  url: "https://host:port",
};

/**
 * Checks the way to every cluster, Docker host and vendor of a lab. One that the config does not know is not there yet:
 * it can be previewed. An update is refused, for all of them at once, before anything is half made.
 */
export function checkAccess(lab: Lab, { access }: Settings, stack: string, isUpdate: boolean): void {
  const places = placesOf(lab);
  const strangers = Object.keys(access).filter((name) => !places.has(name));
  const incomplete = [...places].flatMap(([name, keys]) => {
    const said = access[name];
    const missing = said ? keys.filter((key) => !said[key]) : [];
    return missing.map((key) => otherwise(name, key, stack));
  });
  const absent = isUpdate ? [...places].filter(([name]) => !access[name]) : [];
  refuse([
    ...strangers.map((name) => nowhere(name, [...places.keys()])),
    ...incomplete,
    ...absent.map(([name, keys]) => notThere(name, keys, stack)),
  ]);
}

function placesOf({ inventory }: Lab): Map<string, Key[]> {
  return new Map<string, Key[]>([
    ...Object.keys(inventory.clusters).map((name) => [name, ["kubeconfig"]] as [string, Key[]]),
    ...dockerHosts(inventory).map(({ name }) => [name, ["docker"]] as [string, Key[]]),
    ...vendorsOf(inventory).map((name) => [name, VENDOR_KEYS[name]] as [string, Key[]]),
  ]);
}

function nowhere(name: string, known: string[]): Problem {
  return {
    where: `homelab:access.${name}`,
    what: `${name} is no cluster, no Docker host and no vendor of this stack.`,
    fix: suggestion(name, known),
  };
}

function otherwise(name: string, key: Key, stack: string): Problem {
  return {
    where: `homelab:access.${name}`,
    what: `${name} is not reached in this way.`,
    fix: `give its ${key}: ${command(name, key, stack)}`,
  };
}

function notThere(name: string, keys: Key[], stack: string): Problem {
  return {
    where: `homelab:access.${name}`,
    what: `${name} can be previewed, but not applied: the config does not say how to reach it.`,
    fix: keys.map((key) => command(name, key, stack)).join("\n       "),
  };
}

function command(name: string, key: Key, stack: string): string {
  return `pulumi config set --secret -s ${stack} --path 'homelab:access.${name}.${key}' ${HOW[key]}`;
}
