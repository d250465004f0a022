import type { Service } from "../lab/index.ts";

const NAME = "app.kubernetes.io/name";

/** How often a disk is backed up. By this, whatever makes backups finds what to keep. */
export const BACKUP = "homelab/backup";

/** What tells one service's pods from all others. A workload's selector can never change: nothing else belongs here. */
export function selectorOf(name: string): { matchLabels: Record<string, string> } {
  return { matchLabels: { [NAME]: name } };
}

export function labelsOf({ name, group, lifecycle }: Service): Record<string, string> {
  return {
    [NAME]: name,
    "app.kubernetes.io/part-of": group,
    "app.kubernetes.io/managed-by": "pulumi",
    "homelab/lifecycle": lifecycle,
  };
}

/** Of everything that a service owns in its namespace. */
export function metadataOf(service: Service, name = service.name) {
  return { name, namespace: service.namespace, labels: labelsOf(service) };
}
