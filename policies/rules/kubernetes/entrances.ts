import type { ResourceRule, StackRule } from "../../rule.ts";
import { look } from "../../said.ts";
import { scopes } from "../../scope.ts";

interface IngressRule {
  host?: string;
  http?: { paths: { path?: string }[] };
}

/** The ways into a cluster. */
export const entrances: (ResourceRule | StackRule)[] = [
  {
    id: "open-port",
    title: "A service is reached by its ingress, the tailnet or a tunnel, not by a port of its machines.",
    sources: ["KL exposed-services", "PU kubernetes-service-type"],
    reason: "such a port is open to the whole network, without a name, a certificate or a sign-in",
    fix: "say expose where the service is declared, or waive open-port for what speaks no HTTP",
    severity: "high",
    scope: scopes.services,
    check: ({ props: { spec } }) =>
      ["NodePort", "LoadBalancer"].includes(spec?.type) && `opens ports of its machines, as a ${spec.type}`,
  },
  {
    id: "ingress-tls",
    title: "Every name of an ingress has a certificate.",
    sources: ["PO tlsSettingsMissing"],
    reason: "passwords would travel through the house in the open",
    fix: "name the host under tls, with the Secret of its certificate",
    severity: "high",
    scope: scopes.ingresses,
    check: ({ props: { spec } }) => {
      const covered: string[] = (spec?.tls ?? []).flatMap((each: { hosts?: string[] }) => each.hosts ?? []);
      return (spec?.rules ?? []).map(({ host }: IngressRule) =>
        host === undefined
          ? "answers to every name"
          : !covered.includes(host) && `shows ${host} without a certificate`,
      );
    },
  },
  {
    id: "unique-host",
    title: "No two ingresses answer on one name and path.",
    sources: ["KY unique-ingress-host-and-path"],
    reason: "which one answers is chance, and changes with an upgrade",
    fix: "give one of them another name or path",
    severity: "high",
    scope: scopes.ingresses,
    survey: (stack) => {
      const owners = new Map<string, string>();
      return stack.of(scopes.ingresses).map((on) => ({
        on,
        says: look(() =>
          (on.props.spec?.rules ?? []).flatMap(({ host = "", http }: IngressRule) =>
            (http?.paths ?? [{}]).map(({ path = "/" }) => {
              const key = `${on.provider?.name} ${host}${path}`;
              const owner = owners.get(key);
              owners.set(key, owner ?? on.name);
              return owner && `answers on ${host}${path}, as ${owner} does`;
            }),
          ),
        ),
      }));
    },
  },
];
