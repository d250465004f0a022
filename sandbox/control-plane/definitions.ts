import { setTimeout as sleep } from "node:timers/promises";
import { type CustomKind, definitionOf } from "../../components/custom-resources/index.ts";
import type { KubeApi } from "./api.ts";

const patienceMs = 20_000;

/**
 * Makes a custom kind known, as its chart would have, and waits until objects of it may come: a sandbox renders no
 * charts, and whoever came a moment too early would be told that there is no such kind.
 */
export async function define(api: KubeApi, kind: CustomKind): Promise<void> {
  const definition = definitionOf(kind);
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${definition.metadata.name}`;
  await api.apply(path, definition);
  const end = Date.now() + patienceMs;
  while (!(await isEstablished(api, path))) {
    if (Date.now() > end) throw new Error(`the API server does not take the definition of ${kind.kind}`);
    await sleep(50);
  }
}

async function isEstablished(api: KubeApi, path: string): Promise<boolean> {
  const { status } = await api.get<{ status?: { conditions?: { type: string; status: string }[] } }>(path);
  return status?.conditions?.some((each) => each.type === "Established" && each.status === "True") ?? false;
}
