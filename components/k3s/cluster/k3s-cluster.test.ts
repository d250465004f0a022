import * as pulumi from "@pulumi/pulumi";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { ownSecret } from "../../secrets/index.ts";
import { labWith } from "../../testing/index.ts";
import { Vault } from "../../vault/index.ts";
import { kubeconfigOf } from "../identity/index.ts";
import { K3sCluster, type K3sClusterArgs } from "./k3s-cluster.ts";

const ROOT = "a root secret of a lab that is only a test";
const lab = labWith();
const vault = new Vault({ lab, rootSecret: ROOT, tokens: {} });
const registered: string[] = [];

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      registered.push(name);
      return { id: name, state: inputs };
    },
    call: ({ inputs }) => inputs,
  }),
);
beforeEach(() => registered.splice(0));

async function made(cluster: string, args: Partial<K3sClusterArgs> = {}) {
  const k3s = new K3sCluster(`${cluster}-k3s`, { lab, cluster, vault, ...args });
  await Promise.all(
    Object.values(k3s.nodes).map((node) => new Promise((resolve) => node.urn.apply(resolve))),
  );
  return k3s;
}

test("its kubeconfig follows from its identity, and is a secret", async () => {
  const { kubeconfig } = await made("core");
  const text = await new Promise((resolve) => pulumi.output(kubeconfig).apply(resolve));
  expect(text).toBe(await ownSecret(ROOT, lab.name, kubeconfigOf("core", lab)));
  expect(await pulumi.isSecret(pulumi.output(kubeconfig))).toBe(true);
});

test("one that is given wins", async () => {
  expect((await made("core", { kubeconfig: "of somebody else" })).kubeconfig).toBe("of somebody else");
});

test("it tells Kubernetes who its admins are, and of cards where there are some to count", async () => {
  await made("core");
  expect(registered.filter((name) => name.startsWith("core-k3s")).toSorted()).toEqual([
    "core-k3s",
    "core-k3s-admins",
    "core-k3s-gpu",
    "core-k3s-gpu-config-4",
    "core-k3s-gpu-default-deny",
    "core-k3s-gpu-plugin-4",
    "core-k3s-provider",
  ]);
  expect(Object.keys((await made("brain")).nodes)).toEqual(["admins"]);
});
