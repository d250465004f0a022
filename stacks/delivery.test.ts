import { expect, test } from "vitest";
import { planCluster } from "../components/kubernetes/index.ts";
import { programs, refusal } from "../components/testing/index.ts";
import { delivery } from "./delivery.ts";
import { labOf } from "./labs.ts";

const lab = await labOf("homelab");
const plan = () => planCluster("platform", lab, programs, ["production"]);

test("a cluster is brought whole, unless the setting says that it follows Git", () => {
  const bringOf = delivery(lab, { gitops: [] });
  expect(bringOf("platform")).toBeUndefined();
});

test("to one that does, ArgoCD is brought with its root, the key, and what only Pulumi knows", () => {
  const { services, namespaces, houseNames, ingress } = delivery(lab, { gitops: ["platform"] })("platform")?.(
    plan(),
  ) ?? { services: [], namespaces: {}, houseNames: undefined, ingress: {} };
  const parts = Object.fromEntries(services.map(({ service, plan }) => [service.name, Object.keys(plan)]));
  expect(parts.argocd).toEqual(expect.arrayContaining(["release", "root"]));
  // Its kind comes with cert-manager, which ArgoCD brings.
  expect(parts.argocd).not.toEqual(expect.arrayContaining([expect.stringContaining("certificate")]));
  expect(parts["sealed-secrets"]).toEqual(["sealing-key"]);
  expect(parts["cloudflared-platform"]).toEqual(["secret"]);
  expect(parts).not.toHaveProperty("ollama");
  expect(Object.keys(namespaces)).toEqual(
    expect.arrayContaining(["argocd", "cloudflared", "sealed-secrets"]),
  );
  expect([houseNames, ingress]).toEqual([undefined, {}]);
});

test("a cluster that Git says nothing of is told with the one that was meant", () => {
  expect(refusal(() => delivery(lab, { gitops: ["platfrom"] }))).toBe(
    'homelab:gitops: platfrom is no cluster that can follow Git.\n  fix: did you mean "platform"?',
  );
});
