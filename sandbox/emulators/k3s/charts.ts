import type { KubeApi, KubeObject } from "../../control-plane/index.ts";
import type { Reconcile } from "./follow.ts";

/** Helm keeps each revision of a release in a Secret. */
export const releases = "/api/v1/secrets";

interface Release extends KubeObject {
  type?: string;
  metadata: KubeObject["metadata"] & { uid?: string };
}

const plurals: Record<string, string> = { Deployment: "deployments", DaemonSet: "daemonsets" };

/**
 * Makes what stands for the pods of a chart once its release is recorded, so that the scheduler finds places for them. They
 * belong to the record: with the release they go.
 */
export function standIn(api: KubeApi, charts: Record<string, KubeObject[]>): Reconcile {
  return async (object) => {
    const { type, metadata } = object as Release;
    const { namespace, labels = {}, uid } = metadata;
    if (type !== "helm.sh/release.v1" || labels.status !== "deployed") return;
    const owner = { apiVersion: "v1", kind: "Secret", name: metadata.name, uid };
    for (const workload of charts[`${namespace}/${labels.name}`] ?? []) {
      const { name } = workload.metadata;
      const path = `/apis/apps/v1/namespaces/${namespace}/${plurals[workload.kind]}/${name}`;
      await api.apply(path, { ...workload, metadata: { ...workload.metadata, ownerReferences: [owner] } });
    }
  };
}
