import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import { customKindOf } from "../custom-resources/index.ts";
import type { Vault } from "../vault/index.ts";
import { BACKUP } from "./labels.ts";
import type { Manifest, Plan } from "./manifest.ts";
import { register } from "./resource.ts";

/** The one way to say what the declaration cannot: changes a manifest just before it is registered. */
export type Transform = (manifest: Manifest) => Manifest;

export interface KubernetesServiceArgs {
  /** What `planService` made of its declaration. */
  plan: Plan;
  /** The namespace that it lives in. */
  namespace: string;
  vault: Vault;
  /** What brings the kinds of a group along, by group: "cert-manager.io". */
  definers: Record<string, pulumi.CustomResource>;
  /** The namespaces of its cluster, by name. */
  namespaces: Record<string, pulumi.CustomResource>;
  transform?: Transform | undefined;
}

/**
 * What a new pod reads as it starts. Everything else may come in any order, because pods retry: but one that started
 * with the file of yesterday keeps it, and a database that is not there is an error in a log.
 */
const READ_AT_START = [
  "config-map",
  "secret",
  "program",
  "service-account",
  "sealing-key",
  "database-job",
  "migration-job",
];
const WORKLOADS: Manifest["kind"][] = ["Release", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

/** One service on a cluster, and all that follows from its declaration. */
export class KubernetesService extends Component {
  /** What it is made of, by part: `deployment`, `service`, `network-policy`. */
  readonly nodes: Readonly<Record<string, pulumi.CustomResource>>;

  constructor(name: string, args: KubernetesServiceArgs) {
    const { plan, namespace, vault, definers, namespaces, transform = (manifest) => manifest } = args;
    // Its namespace is its parent: the engine then makes it first and removes it last, and nothing has to wait twice.
    super("homelab:kubernetes:Service", name, { parent: homeOf(namespace, namespaces) });

    const nodes: Record<string, pulumi.CustomResource> = {};
    for (const [part, planned] of Object.entries(plan)) {
      const manifest = transform(planned);
      const { kind, metadata } = manifest;
      const after = WORKLOADS.includes(kind) && part !== "database-job" ? READ_AT_START : [];
      const dependsOn = after.flatMap((each) => nodes[each] ?? []);
      // An object of a kind that its own chart brings along, or another's.
      const definer = customKindOf(kind) && (definers[groupOf(manifest)] ?? nodes.release);
      if (definer) dependsOn.push(definer);
      if (metadata.namespace && metadata.namespace !== namespace)
        dependsOn.push(homeOf(metadata.namespace, namespaces));
      const options = { ...this.inside, dependsOn, retainOnDelete: holdsData(manifest) };
      nodes[part] = register(this.named(part), manifest, vault, options);
    }
    this.nodes = nodes;
  }
}

/** A disk that is worth a backup stays where it is when its declaration goes, or is renamed by accident. */
export function holdsData({ kind, metadata }: Manifest): boolean {
  const backup = metadata.labels?.[BACKUP];
  return kind === "PersistentVolumeClaim" && backup !== undefined && backup !== "never";
}

function groupOf({ apiVersion }: Manifest): string {
  return apiVersion.split("/")[0] ?? "";
}

function homeOf(namespace: string, namespaces: KubernetesServiceArgs["namespaces"]): pulumi.CustomResource {
  const home = namespaces[namespace];
  if (!home) throw new Error(`the namespace ${namespace} was not made before what lives in it`);
  return home;
}
