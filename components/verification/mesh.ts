import type { Inventory } from "../inventory/index.ts";
import { failed, idOf, type ObjectsCheck, ok } from "./check.ts";
import type { KubeObject } from "./kinds.ts";
import { isAlive, type Pod } from "./pods.ts";

const PROXY = "linkerd-proxy";

/**
 * Every pod of a meshed namespace has its proxy, and the proxy is ready: that it is only once the control plane has given
 * it a certificate, by which the two ends of a connection know each other.
 */
export function meshChecks(cluster: string, { clusters }: Inventory): ObjectsCheck[] {
  const { namespaces = {} } = clusters[cluster] ?? {};
  return Object.keys(namespaces)
    .filter((name) => namespaces[name]?.mesh)
    .map((namespace) => ({
      id: idOf({ place: cluster, topic: "mesh", name: namespace }),
      place: cluster,
      topic: "mesh",
      about: `the pods of ${namespace} speak with each other through the mesh (mTLS)`,
      madeBy: "operators",
      by: "objects",
      reads: ["Pod"],
      judge: (seen) => {
        const pods = seen.of<Pod>("Pod").filter((pod) => isMeshed(pod, namespace));
        const bare = pods.filter((pod) => !hasProxy(pod)).map(nameOf);
        const deaf = pods.filter((pod) => hasProxy(pod) && !proxyIsReady(pod)).map(nameOf);
        if (bare.length > 0)
          return failed(
            `without a proxy: ${bare.join(", ")}`,
            `kubectl -n linkerd get pods; then \`kubectl -n ${namespace} delete pod\` each: it is made anew, with one`,
          );
        if (deaf.length > 0)
          return failed(
            `the proxy is not ready: ${deaf.join(", ")}`,
            `kubectl -n ${namespace} logs ${deaf[0]} -c ${PROXY}`,
          );
        return ok(`${pods.length} pods, each with its proxy`);
      },
    }));
}

function isMeshed(pod: Pod, namespace: string): boolean {
  const { metadata } = pod;
  return (
    metadata.namespace === namespace &&
    isAlive(pod) &&
    metadata.annotations?.["linkerd.io/inject"] !== "disabled"
  );
}

function hasProxy({ spec }: Pod): boolean {
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].some(({ name }) => name === PROXY);
}

function proxyIsReady({ status }: Pod): boolean {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return all.some(({ name, ready }) => name === PROXY && ready);
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.name;
}
