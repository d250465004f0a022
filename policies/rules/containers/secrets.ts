import type { ResourceRule } from "../../rule.ts";
import { look } from "../../said.ts";
import { scopes } from "../../scope.ts";
import { ofContainers } from "../../views/pod.ts";
import { looksSecret, soundsSecret } from "../../views/secret.ts";

/** Where a secret must not stand. What it is, is never said. */
export const secrets: ResourceRule[] = [
  {
    id: "secret-in-variable",
    title: "No secret is written into a pod's variables or arguments.",
    sources: ["KL env-var-secret", "TR KSV-0109"],
    reason: "whoever may list pods reads it, and so does every backup of the cluster",
    fix: "declare it among the service's secrets, and refer to it by secretValue",
    severity: "critical",
    scope: scopes.pods,
    check: ofContainers(({ env = [], args = [], command = [] }) => [
      ...env.map((variable) =>
        look(
          () =>
            soundsSecret(variable.name, variable.value ?? "") &&
            `has a secret in its variable ${variable.name}`,
        ),
      ),
      [...command, ...args].some(looksSecret) && "has a secret among its arguments",
    ]),
  },
  {
    id: "secret-in-config-map",
    title: "No secret is written into a ConfigMap.",
    sources: ["TR KSV-0109"],
    reason: "a ConfigMap is for everybody to read, and is never encrypted",
    fix: "put it into a Secret: declare it among the service's secrets",
    severity: "critical",
    scope: scopes.configMaps,
    check: ({ props }) => {
      const data: Record<string, string> = props.data ?? {};
      return Object.keys(data).map((key) =>
        look(() => looksSecret(data[key] ?? "") && `has a secret in ${key}`),
      );
    },
  },
];
