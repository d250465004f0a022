import { beforeAll, expect, test, vi } from "vitest";
import { type Recorded, record } from "../recorder.ts";

// What our programs say has no part in it, and takes seconds to build.
vi.mock("../../components/program/programs.ts", async () => {
  const { programs } = await import("../../components/testing/index.ts");
  return { buildPrograms: async () => programs };
});

let resources: Recorded[];

/** The homelab where one cluster is left out, one is ours and there, one is somebody else's, and nothing is said of the rest. */
beforeAll(async () => {
  const config = {
    "homelab:deploy": '["production"]',
    "homelab:rootSecret": "only-for-this-test-0123456789abcdef",
    "homelab:access": JSON.stringify({
      core: { made: "false" },
      brain: { made: "true" },
      platform: { made: true, kubeconfig: "of somebody else" },
    }),
  };
  resources = await record("homelab", config, () => import("../../stacks/index.ts"));
});

/** What the provider of a cluster is given; its secrets are wrapped as such. */
function kubeconfigOf(cluster: string): { value?: string } {
  const provider = resources.find(({ name }) => name === `${cluster}-provider`);
  return (provider?.inputs.kubeconfig ?? {}) as { value?: string };
}

test("a cluster that is left out has nothing", () => {
  expect(resources.filter(({ name }) => name === "core" || name.startsWith("core-k3s"))).toEqual([]);
});

test("one that is made is entered by what follows from the root secret", () => {
  const { clusters } = JSON.parse(kubeconfigOf("brain").value ?? "{}");
  expect(clusters[0].cluster.server).toBe("https://100.81.236.27:6443");
});

test("one that somebody else made is entered by the kubeconfig that is given", () => {
  expect(kubeconfigOf("platform").value).toBe("of somebody else");
});
