import * as pulumi from "@pulumi/pulumi";
import type { Lab } from "../components/lab/index.ts";
import { Refusal } from "../components/refusal.ts";
import { Vault } from "../components/secrets/index.ts";
import { labOf, type StackName } from "./labs.ts";
import { readSettings, type Settings } from "./settings.ts";

// The SDK knows which settings were encrypted, but leaves the question out of its types.
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/** What every stack's program begins with: its lab, checked, and the way to its secrets and machines. */
export async function openStack(stack: StackName) {
  const settings = readSettings({
    stack,
    values: pulumi.runtime.allConfig(),
    isSecret: isConfigSecret,
  });
  const lab = await labOf(stack);
  const tokens = Object.entries(settings.tokens).map(
    ([name, token]) => [name, pulumi.secret(token)] as const,
  );
  const vault = new Vault({
    lab,
    rootSecret: pulumi.secret(settings.rootSecret),
    tokens: Object.fromEntries(tokens),
  });
  return {
    lab,
    vault,
    lifecycles: settings.deploy,
    access: accessTo(settings),
    outputs: { urls: urlsOf(lab, settings) },
  };
}

/**
 * The way to a cluster or a host. One that the config does not know is not there yet: its address is unknown in a
 * preview, so that providers plan without asking it, and an error in an update, before anything is half made.
 */
function accessTo({ access }: Settings) {
  const way = (name: string, kind: "kubeconfig" | "docker"): pulumi.Input<string> => {
    const known = access[name];
    if (known && kind in known) return pulumi.secret((known as Record<typeof kind, string>)[kind]);
    if (pulumi.runtime.isDryRun()) return pulumi.output(pulumi.unknown) as pulumi.Output<string>;
    throw new Refusal([notThere(name, kind)]);
  };
  return {
    kubeconfig: (cluster: string) => way(cluster, "kubeconfig"),
    docker: (host: string) => way(host, "docker"),
  };
}

function notThere(name: string, kind: "kubeconfig" | "docker") {
  return {
    where: `homelab:access.${name}`,
    what: `${name} can be previewed, but not applied: the config does not say how to reach it.`,
    fix: `pulumi config set --secret --path 'homelab:access.${name}.${kind}' ${kind === "docker" ? "ssh://user@host" : "< kubeconfig.yaml"}`,
  };
}

/** The addresses of what is deployed, by service. */
function urlsOf({ services }: Lab, { deploy }: Settings): Record<string, Lab["services"][number]["urls"]> {
  const deployed = services.filter(({ lifecycle }) => lifecycle !== "archive" && deploy.includes(lifecycle));
  return Object.fromEntries(
    deployed.filter(({ urls }) => Object.keys(urls).length > 0).map(({ name, urls }) => [name, urls]),
  );
}
