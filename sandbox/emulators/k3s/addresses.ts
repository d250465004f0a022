import type { KubeApi, KubeObject } from "../../control-plane/index.ts";
import type { Reconcile } from "./follow.ts";

interface Published extends KubeObject {
  spec: { type?: string; ingressClassName?: string };
  status?: { loadBalancer?: { ingress?: { ip: string }[] } };
}

/** Gives a load balancer the addresses of all nodes, as the one in k3s does. */
export function balance(api: KubeApi, addresses: readonly string[]): Reconcile {
  return async (object) => {
    if ((object as Published).spec.type === "LoadBalancer")
      await publish(api, "/api/v1", "services", object, addresses);
  };
}

/** Says of an ingress where Traefik listens. */
export function admit(api: KubeApi, addresses: readonly string[]): Reconcile {
  return async (object) => {
    if ((object as Published).spec.ingressClassName === "traefik")
      await publish(api, "/apis/networking.k8s.io/v1", "ingresses", object, addresses);
  };
}

async function publish(
  api: KubeApi,
  group: string,
  plural: string,
  object: KubeObject,
  addresses: readonly string[],
): Promise<void> {
  const { metadata, status } = object as Published;
  const said = status?.loadBalancer?.ingress?.map(({ ip }) => ip) ?? [];
  if (said.join() === addresses.join()) return;
  const ingress = addresses.map((ip) => ({ ip }));
  await api.merge(`${group}/namespaces/${metadata.namespace}/${plural}/${metadata.name}/status`, {
    status: { loadBalancer: { ingress } },
  });
}
