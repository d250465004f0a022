import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { planZones } from "../../components/dns/index.ts";
import { isOnCluster, planService } from "../../components/kubernetes/index.ts";
import { type Lab, plainText, resolve, serviceNamed } from "../../components/lab/index.ts";
import { unbuilt } from "../../components/program/index.ts";
import { derived } from "../../components/service/index.ts";
import { planPolicy } from "../../components/tailnet/index.ts";
import { labOf } from "../../stacks/labs.ts";
import { record } from "../recorder.ts";

/** The one line of docs/runbooks/moving-the-card.md, written as it says. */
vi.mock("../../stacks/card.ts", async (original) => {
  const real = await original<typeof import("../../stacks/card.ts")>();
  return { ...real, card: real.inTheServer };
});

let lab: Lab;
beforeAll(async () => {
  lab = await labOf("homelab");
});

const golden = (stack: string) =>
  readFileSync(fileURLToPath(new URL(`../golden/${stack}.yaml`, import.meta.url)), "utf8");

test("the stack of the gaming PC makes nothing any more: its next update takes away what there was", async () => {
  const { services, inventory } = await labOf("gaming-pc");
  expect({ services, machines: inventory.machines }).toEqual({ services: [], machines: {} });
  const config = {
    "homelab:deploy": '["production"]',
    "homelab:rootSecret": "only-for-the-golden-files-0123456789",
  };
  expect(await record("gaming-pc", config, () => import("../../stacks/gaming-pc/index.ts"))).toEqual([]);
});

test("the model is a service of the platform, on a slice of the card in its server", async () => {
  const model = serviceNamed(lab, "qwen3-14b");
  expect(model.place).toMatchObject({ cluster: "platform", node: "homelab", gpu: { slices: 1 } });
  if (!isOnCluster(model)) throw new Error("the model is on no cluster");
  const plan = planService(model, lab, unbuilt);
  await expect(`${Object.keys(plan).sort().join("\n")}\n`).toMatchFileSnapshot("plan.txt");
  expect(golden("homelab")).not.toContain("platform-qwen3-14b");
});

test("the router's provider follows, and keeps its name", () => {
  const router = serviceNamed(lab, "router");
  const file = Object.entries(router.files).find(([path]) => path.endsWith("providers.yaml"));
  const { providers } = parse(plainText(resolve(file?.[1] ?? "", router, lab)));
  const [provider] = providers.filter(({ name }: { name: string }) => name === "gaming_pc");
  expect(provider.baseUrl).toBe("http://qwen3-14b.ai.svc:8080/v1");
  expect(router.needs).toContain("qwen3-14b");
});

test("people find it under the same name, behind the ingress of the platform", () => {
  const { home, virtualAddresses } = lab.inventory;
  const records = planZones(lab).find(({ name }) => name === home)?.records;
  expect(records?.filter(({ name }) => name === "qwen3-14b")).toEqual([
    { name: "qwen3-14b", type: "A", value: virtualAddresses["platform-ingress"]?.address },
  ]);
});

test("nothing speaks of the gaming PC any more: no name, no grant, no target, no tile", () => {
  const told = (what: Parameters<typeof derived>[0], to: string) =>
    plainText(resolve(derived(what), serviceNamed(lab, to), lab));
  const said = [
    JSON.stringify(planZones(lab)),
    JSON.stringify(planPolicy(lab)),
    told("machine-metrics", "prometheus"),
    told("tiles", "homepage"),
    JSON.stringify(lab.inventory),
  ].join("\n");
  expect(lab.neighbours).toEqual([]);
  expect(said).not.toMatch(/gaming-pc|192\.168\.1\.50\b/);
});
