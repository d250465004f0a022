import type { Inventory } from "../inventory.ts";
import type { Finding } from "./finding.ts";

/** What a kubelet may say of itself within Kubernetes' own names (the NodeRestriction admission). */
const ALLOWED = [
  /^(kubelet|node)\.kubernetes\.io\//,
  /^kubernetes\.io\/(hostname|arch|os)$/,
  /^topology\.kubernetes\.io\/(region|zone)$/,
];

/** A label that its kubelet may not set: k3s would not start. */
export function checkNodeLabels({ clusters }: Inventory): Finding[] {
  return Object.entries(clusters).flatMap(([cluster, { nodes }]) =>
    Object.entries(nodes).flatMap(([node, { labels }]) =>
      Object.keys(labels)
        .filter((label) => isKubernetes(label) && !ALLOWED.some((form) => form.test(label)))
        .map((label) => ({
          what: `${node} of cluster ${cluster} has the label ${label}, which Kubernetes lets no node give itself.`,
          fix: `use a name of your own, as homelab/${label.split("/").at(-1)}`,
        })),
    ),
  );
}

function isKubernetes(label: string): boolean {
  const [domain = ""] = label.split("/");
  return /(^|\.)(kubernetes|k8s)\.io$/.test(domain);
}
