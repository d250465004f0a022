import * as pulumi from "@pulumi/pulumi";
import type { Lab } from "../components/lab/index.ts";
import { Vault } from "../components/secrets/index.ts";
import { checkAccess } from "./access.ts";
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
  checkAccess(lab, settings, stack, !pulumi.runtime.isDryRun());
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
    outputs: { urls: urlsOf(lab, settings.deploy) },
  };
}

/** The way to a cluster or a host; unknown while it is not there, so that providers plan without asking it. */
function accessTo({ access }: Settings) {
  const secretOrUnknown = (value: string | undefined): pulumi.Output<string> =>
    value === undefined ? (pulumi.output(pulumi.unknown) as pulumi.Output<string>) : pulumi.secret(value);
  return {
    kubeconfig: (cluster: string) => secretOrUnknown(access[cluster]?.kubeconfig),
    docker: (host: string) => secretOrUnknown(access[host]?.docker),
  };
}

/** The addresses of what is deployed, by service. */
function urlsOf({ services }: Lab, deploy: string[]): Record<string, Lab["services"][number]["urls"]> {
  const deployed = services.filter(({ lifecycle }) => deploy.includes(lifecycle));
  return Object.fromEntries(
    deployed.filter(({ urls }) => Object.keys(urls).length > 0).map(({ name, urls }) => [name, urls]),
  );
}
