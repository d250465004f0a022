import { dockerHosts, type Vendor } from "../components/inventory/index.ts";
import type { Lab } from "../components/lab/index.ts";
import { suggestion } from "../components/nearest.ts";
import { type Problem, refuse } from "../components/refusal.ts";
import type { Settings } from "./settings.ts";

type Key = keyof Settings["access"][string];
/** Each is all that one has to be told to reach a place. */
type Ways = Key[][];

/** Into a cluster that this program made, or that somebody else did. */
const CLUSTER: Ways = [["made"], ["kubeconfig"]];

/** What each vendor has to be told. The addresses of the two in the cloud are known to their plugins. */
const VENDOR_KEYS: Record<Vendor, Key[]> = {
  cloudflare: ["token", "account"],
  proxmox: ["token", "url"],
  tailscale: ["token"],
};

/** What to type behind the command that sets a key. */
const HOW: Record<Key, string> = {
  made: "true  # once its machines have run their setups (npx lab script); false leaves it out until then",
  kubeconfig: "< kubeconfig.yaml  # of a cluster that somebody else made",
  docker: "ssh://user@host",
  token: "< token",
  account: "<account id>",
  url: "https://host:port",
};

/**
 * Checks the way to every cluster, Docker host and vendor of a lab. One that the config does not know is not there yet:
 * it can be previewed. An update is refused, for all of them at once, before anything is half made.
 */
export function checkAccess(
  lab: Lab,
  vendors: readonly Vendor[],
  { access }: Settings,
  stack: string,
  isUpdate: boolean,
): void {
  const places = placesOf(lab, vendors);
  const strangers = Object.keys(access).filter((name) => !places.has(name));
  const incomplete = [...places].flatMap(([name, ways]) => {
    const said = access[name];
    const left = ways.map((keys) => keys.filter((key) => said?.[key] === undefined));
    return said && left.every((keys) => keys.length > 0) ? [otherwise(name, left, stack)] : [];
  });
  const absent = isUpdate ? [...places].filter(([name]) => !access[name]) : [];
  refuse([
    ...strangers.map((name) => nowhere(name, [...places.keys()])),
    ...incomplete,
    ...absent.map(([name, ways]) => notThere(name, ways, stack)),
  ]);
}

function placesOf({ inventory }: Lab, vendors: readonly Vendor[]): Map<string, Ways> {
  return new Map<string, Ways>([
    ...Object.keys(inventory.clusters).map((name) => [name, CLUSTER] as [string, Ways]),
    ...dockerHosts(inventory).map(({ name }) => [name, [["docker"]]] as [string, Ways]),
    ...vendors.map((name) => [name, [VENDOR_KEYS[name]]] as [string, Ways]),
  ]);
}

function nowhere(name: string, known: string[]): Problem {
  return {
    where: `homelab:access.${name}`,
    what: `${name} is no cluster, no Docker host and no vendor of this stack.`,
    fix: suggestion(name, known),
  };
}

function otherwise(name: string, ways: Ways, stack: string): Problem {
  return {
    where: `homelab:access.${name}`,
    what: `${name} is not reached in this way.`,
    fix: commands(name, ways, stack),
  };
}

function notThere(name: string, ways: Ways, stack: string): Problem {
  return {
    where: `homelab:access.${name}`,
    what: `${name} can be previewed, but not applied: the config does not say how to reach it.`,
    fix: commands(name, ways, stack),
  };
}

function commands(name: string, ways: Ways, stack: string): string {
  const command = (key: Key) =>
    `pulumi config set --secret -s ${stack} --path 'homelab:access.${name}.${key}' ${HOW[key]}`;
  return ways.map((keys) => keys.map(command).join("\n       ")).join("\n   or: ");
}
