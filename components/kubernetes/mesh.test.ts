import { describe, expect, test } from "vitest";
import type { Lab } from "../lab/index.ts";
import { generated, secretValue } from "../service/index.ts";
import { inGroup, labWith, service } from "../testing/index.ts";
import { planOf, policyOf } from "./testing.ts";

/** The same lab, with these namespaces in the mesh. */
function meshed(lab: Lab, ...names: string[]): Lab {
  const { inventory } = lab;
  const core = inventory.clusters.core;
  if (!core) throw new Error("the lab of the tests has a cluster core");
  const amounts = { cpu: { request: "20m" as const }, memory: { request: "50Mi", limit: "250Mi" } as const };
  const namespaces = Object.fromEntries(names.map((name) => [name, { mesh: true }]));
  const clusters = { ...inventory.clusters, core: { ...core, mesh: { proxy: amounts }, namespaces } };
  return { ...lab, inventory: { ...inventory, clusters } };
}

const lab = labWith(
  service({ needs: ["api"] }),
  inGroup("back", service({ name: "api" })),
  inGroup("back", service({ name: "other", needs: ["api"] })),
);

const portsTo = (name: string, of: Lab) =>
  policyOf(planOf(name, of))
    .egress?.filter(({ to }) =>
      to?.some(({ podSelector }) => podSelector?.matchLabels?.["app.kubernetes.io/name"]),
    )
    .flatMap(({ ports = [] }) => ports.map(({ port }) => port));
const namespacesIn = (rules: object[] | undefined) => JSON.stringify(rules ?? []);

describe("the mesh", () => {
  test("carries everything to one port of the other's proxy, and policies let it", () => {
    const all = meshed(lab, "apps", "back");
    expect(portsTo("web", all)).toEqual([8080, 4143]);
    const [fromWeb] = policyOf(planOf("api", all)).ingress ?? [];
    expect(fromWeb?.ports).toEqual([
      { port: 8080, protocol: "TCP" },
      { port: 4143, protocol: "TCP" },
    ]);
  });

  test("is not between two of whom one is outside", () => {
    expect(portsTo("web", meshed(lab, "back"))).toEqual([8080]);
    expect(portsTo("other", meshed(lab, "back"))).toEqual([8080, 4143]);
  });

  test("lets a proxy hear its control plane, and the dashboard hear the proxy; of others neither", () => {
    const { egress, ingress } = policyOf(planOf("api", meshed(lab, "back")));
    expect(egress?.at(-1)).toEqual({
      to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "linkerd" } } }],
      ports: [4143, 8080, 8086, 8090].map((port) => ({ port, protocol: "TCP" })),
    });
    expect(namespacesIn(ingress)).toContain("linkerd-viz");
    const outside = policyOf(planOf("web", meshed(lab, "back")));
    expect(namespacesIn([...(outside.egress ?? []), ...(outside.ingress ?? [])])).not.toContain("linkerd");
  });

  test("reaches the job that makes a database, beside its server", () => {
    const of = meshed(
      labWith(
        service({ database: { on: "postgres" } }),
        inGroup(
          "back",
          service({
            name: "postgres",
            provides: "postgresql",
            ports: { postgresql: 5432 },
            env: { POSTGRES_PASSWORD: secretValue("password") },
            secrets: { password: generated() },
          }),
        ),
      ),
      "back",
    );
    const job = planOf("web", of)["database-network-policy"];
    expect(namespacesIn(job?.kind === "NetworkPolicy" ? job.spec?.egress : [])).toMatch(/4143.*linkerd/);
  });
});
