import { type KubeObject, listOf } from "../../../components/verification/index.ts";
import { exchange, isSuccess, type Origin } from "../../../sandbox/providers/framework/http.ts";
import { persist } from "../../../sandbox/providers/framework/retry.ts";
import { accessOf } from "../../../sandbox/providers/kubernetes/kubeconfig.ts";
import { originOf } from "../../../sandbox/providers/kubernetes/origin.ts";
import { documentIn, NotSeen } from "./answer.ts";
import { inTime, once, type Place } from "./place.ts";

/** Names and labels, and nothing of what is inside: of a secret nobody here wants to know more. */
const OUTLINES = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
const AT_ONCE = 500;

interface List {
  metadata?: { continue?: string };
  items?: KubeObject[];
}

/** A cluster by its kubeconfig. */
export function clusterPlace(name: string, kubeconfig: string): Place {
  const access = accessOf({ kubeconfig, clusterIsMade: true, context: undefined, cluster: undefined });
  if (!access)
    throw new NotSeen(
      `the kubeconfig of ${name} names no API server`,
      `give it another: homelab:access.${name}`,
    );
  const origin = originOf(access);
  const outlines = { ...origin, headers: { ...origin.headers, accept: OUTLINES } };
  const list = once((path) => wholeList(path.endsWith("/secrets") ? outlines : origin, path, name));
  return {
    answer: async () => {
      const answer = await exchange(origin, { path: "/readyz", signal: inTime() });
      if (!isSuccess(answer)) documentIn(answer, "/readyz", name);
    },
    objects: (kind) => list(listOf(kind)),
    document: once(async (path) => documentIn(await persist(origin, { path, signal: inTime() }), path, name)),
    proxied: async (path) => {
      const { status, text, headers } = await exchange(origin, { path, signal: inTime() });
      return { status, text, location: headers.location ?? "" };
    },
    close: () => origin.agent.destroy(),
  };
}

/** A kind that the cluster does not know is one of which there is nothing. */
async function wholeList(origin: Origin, path: string, name: string): Promise<KubeObject[]> {
  const items: KubeObject[] = [];
  let next = "";
  do {
    const query = new URLSearchParams({ limit: String(AT_ONCE), ...(next && { continue: next }) });
    const answer = await persist(origin, { path: `${path}?${query}`, signal: inTime() });
    if (answer.status === 404) return [];
    const page = documentIn(answer, path, name) as List;
    items.push(...(page.items ?? []));
    next = page.metadata?.continue ?? "";
  } while (next);
  return items;
}
