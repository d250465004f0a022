import * as pulumi from "@pulumi/pulumi";
import { type Vendor, vendorsOf } from "../components/inventory/index.ts";
import type { Lab } from "../components/lab/index.ts";
import { buildPrograms } from "../components/program/index.ts";
import { tokensOf } from "../components/secrets/index.ts";
import { Vault } from "../components/vault/index.ts";
import { checkAccess } from "./access.ts";
import { delivery } from "./delivery.ts";
import { labOf } from "./labs.ts";
import { readSettings, type Settings } from "./settings.ts";

// The SDK knows which settings were encrypted, but leaves the question out of its types.
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/**
 * What every stack's program begins with: its lab, checked, and the way to its secrets and machines. It speaks with all
 * vendors that its inventory has something of, unless it says with whom.
 */
export async function openStack(stack: string, vendors?: readonly Vendor[]) {
  const settings = readSettings({
    stack,
    values: pulumi.runtime.allConfig(),
    isSecret: isConfigSecret,
  });
  const lab = await labOf(stack);
  checkAccess(lab, vendors ?? vendorsOf(lab.inventory), settings, stack, !pulumi.runtime.isDryRun());
  const deployed = lab.services.filter(({ lifecycle }) => settings.deploy.some((each) => each === lifecycle));
  const vault = new Vault({
    lab,
    rootSecret: pulumi.secret(settings.rootSecret),
    tokens: { ...tokensToCome(deployed, lab), ...tokensIn(settings) },
  });
  return {
    lab,
    vault,
    programs: await buildPrograms(deployed.flatMap(({ program }) => program ?? [])),
    lifecycles: settings.deploy,
    protect: settings.protect,
    bringing: delivery(lab, settings),
    access: accessTo(settings, lab),
    outputs: { urls: urlsOf(deployed) },
  };
}

function tokensIn({ tokens }: Settings): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, pulumi.secret(token)]));
}

/** A token that nobody has given yet is unknown to a preview; an update asks for it. */
function tokensToCome(deployed: Lab["services"], lab: Lab): Record<string, pulumi.Output<string>> {
  if (!pulumi.runtime.isDryRun()) return {};
  return Object.fromEntries(tokensOf(deployed, lab.inventory).map((name) => [name, unknown()]));
}

/** The way to a cluster, a host or a vendor; unknown while it is not there, so that providers plan without asking it. */
function accessTo({ access }: Settings, lab: Lab) {
  const secretOrUnknown = (value: string | undefined): pulumi.Output<string> =>
    value === undefined ? unknown() : pulumi.secret(value);
  return {
    /** Those that are not left out. */
    clusters: Object.keys(lab.inventory.clusters).filter((name) => access[name]?.made !== false),
    /** Of one that somebody else made, or unknown; nothing for one of ours, which knows its own. */
    kubeconfig: (cluster: string) => {
      const { kubeconfig, made } = access[cluster] ?? {};
      return made && !kubeconfig ? undefined : secretOrUnknown(kubeconfig);
    },
    docker: (host: string) => secretOrUnknown(access[host]?.docker),
    vendor: (name: Vendor) => ({
      token: secretOrUnknown(access[name]?.token),
      account: secretOrUnknown(access[name]?.account),
      url: access[name]?.url,
    }),
  };
}

function unknown(): pulumi.Output<string> {
  return pulumi.output(pulumi.unknown) as pulumi.Output<string>;
}

/** The addresses of what is deployed, by service. */
function urlsOf(deployed: Lab["services"]): Record<string, Lab["services"][number]["urls"]> {
  return Object.fromEntries(
    deployed.filter(({ urls }) => Object.keys(urls).length > 0).map(({ name, urls }) => [name, urls]),
  );
}
