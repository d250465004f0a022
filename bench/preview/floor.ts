import { readFileSync } from "node:fs";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Recorded } from "../../tests/recorder.ts";

/** The least that a program can do: read finished resources from a file and register them with the plain SDK. */
const resources: Recorded[] = JSON.parse(readFileSync(String(process.env.BENCH_RESOURCES), "utf8"));

const provider = new kubernetes.Provider("core", {
  kubeconfig: pulumi.output(pulumi.unknown) as pulumi.Output<string>,
});

type KubernetesClass = new (
  name: string,
  args: object,
  opts: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

for (const { name, type, inputs } of resources) {
  if (!type.startsWith("kubernetes:")) continue;
  new (classOf(type))(name, revealed(inputs) as object, { provider });
}

/** `kubernetes:networking.k8s.io/v1:NetworkPolicy` is kubernetes.networking.v1.NetworkPolicy. */
function classOf(type: string): KubernetesClass {
  const [, apiVersion = "", kind = ""] = type.split(":");
  const [group = "", version = ""] = apiVersion.split("/");
  const groups = kubernetes as unknown as Record<string, Record<string, Record<string, KubernetesClass>>>;
  const found = groups[group.split(".")[0] ?? ""]?.[version]?.[kind];
  if (!found) throw new Error(`the SDK has no class for ${type}`);
  return found;
}

function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  if (pulumi.runtime.specialSigKey in value) return pulumi.secret((value as { value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revealed(each)]));
}
