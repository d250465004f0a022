import type { KubeApi, KubeObject } from "../control-plane/index.ts";
import type { PlannedClaim, PodSpec } from "./planned-pod.ts";
import { type Placement, placementOf, type Scheduled } from "./trial.ts";

interface LivePod extends Scheduled {
  spec: PodSpec;
  status?: Scheduled["status"] & { phase?: string };
}

interface LiveClaim extends KubeObject {
  spec: { storageClassName?: string; resources: { requests: { storage: string } } };
}

/** Where the pods of a running cluster are. Those that have done their work take nothing any more. */
export async function livePlacements(api: KubeApi): Promise<Placement[]> {
  const [pods, claims] = await Promise.all([
    api.list<LivePod>("/api/v1/pods"),
    api.list<LiveClaim>("/api/v1/persistentvolumeclaims"),
  ]);
  return pods
    .filter(({ status }) => status?.phase !== "Succeeded" && status?.phase !== "Failed")
    .map((live) => {
      const { name, namespace = "", labels = {} } = live.metadata;
      const used =
        live.spec.volumes?.map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName) ?? [];
      const pod = {
        service: labels["app.kubernetes.io/name"] ?? name,
        namespace,
        name,
        labels,
        spec: live.spec,
        daemon: false,
        claims: claims
          .filter(({ metadata }) => metadata.namespace === namespace && used.includes(metadata.name))
          .map(claimOf),
      };
      return placementOf(pod, live);
    });
}

function claimOf({ metadata: { name, namespace = "" }, spec }: LiveClaim): PlannedClaim {
  return { namespace, name, size: spec.resources.requests.storage, class: spec.storageClassName ?? "" };
}
