import { type KubeApi, type KubeObject, rootOf } from "../../control-plane/index.ts";
import type { Reconcile } from "./follow.ts";

/** Helm keeps each revision of a release in a Secret. */
export const releases = "/api/v1/secrets";

interface Release extends KubeObject {
  type?: string;
  metadata: KubeObject["metadata"] & { uid?: string };
}

const folders: Record<string, string> = {
  Deployment: "deployments",
  DaemonSet: "daemonsets",
  Service: "services",
};

/**
 * Makes what stands for the objects of a chart once its release is recorded: pods for which the scheduler finds places, and
 * the Service that ingresses wait for. They belong to the record: with the release they go.
 */
export function standIn(api: KubeApi, charts: Record<string, KubeObject[]>): Reconcile {
  return async (object) => {
    const { type, metadata } = object as Release;
    const { namespace, labels = {}, uid } = metadata;
    if (type !== "helm.sh/release.v1" || labels.status !== "deployed") return;
    const owner = { apiVersion: "v1", kind: "Secret", name: metadata.name, uid };
    for (const each of charts[`${namespace}/${labels.name}`] ?? []) {
      const path = `${rootOf(each.apiVersion)}/namespaces/${namespace}/${folders[each.kind]}/${each.metadata.name}`;
      await api.apply(path, { ...each, metadata: { ...each.metadata, ownerReferences: [owner] } });
    }
  };
}
