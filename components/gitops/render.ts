import { parse, stringify } from "yaml";
import { sealingPair } from "../certificates/index.ts";
import type { Gitops } from "../inventory/index.ts";
import { type ClusterPlan, planCluster } from "../kubernetes/index.ts";
import type { Lab } from "../lab/index.ts";
import type { Programs } from "../program/index.ts";
import { type KnownSecrets, type OwnSecret, ownSecret } from "../secrets/index.ts";
import { application, gitSource, rootApplication } from "./application.ts";
import { contentsOf, type Left, type Safe } from "./contents.ts";
import { sealingKeyIn } from "./seal.ts";
import { unitsOf } from "./unit.ts";
import { wavesOf } from "./waves.ts";

export interface RenderArgs {
  lab: Lab;
  programs: Programs;
  lifecycles: string[];
  known: KnownSecrets;
  today: Date;
  /** What is in a file of the folder until now. */
  before: (path: string) => string | undefined;
}

export interface Rendered {
  /** Text by its path in the folder; equal declarations and secrets give equal bytes. */
  files: Record<string, string>;
  left: Left[];
}

/** The clusters of a lab that can follow Git, by name. */
export function followers({ inventory }: Pick<Lab, "inventory">): [string, Gitops][] {
  return Object.entries(inventory.clusters).flatMap(([name, { gitops }]) => (gitops ? [[name, gitops]] : []));
}

/** One cluster as ArgoCD brings it: a root, an Application for each service, and a folder for what that is made of. */
export async function renderCluster(cluster: string, gitops: Gitops, args: RenderArgs): Promise<Rendered> {
  const { lab, programs, lifecycles, before } = args;
  const plan = planCluster(cluster, lab, programs, lifecycles);
  const home = homeIn(plan, cluster);
  const safe = await safeOf(cluster, args);
  const units = unitsOf(plan);
  const waves = wavesOf(units, gitops);
  const files: Record<string, string> = {
    [`${cluster}/root.yaml`]: yaml(rootApplication(cluster, home, gitops)),
  };
  const left: Left[] = [];
  for (const unit of units) {
    const folder = `${cluster}/services/${unit.name}`;
    const made = await contentsOf(unit, safe, (part) => readBack(before(`${folder}/${part}.yaml`)));
    for (const [part, object] of Object.entries(made.objects)) files[`${folder}/${part}.yaml`] = yaml(object);
    left.push(...made.left);
    const sources = [
      ...(made.chart ? [made.chart] : []),
      ...(Object.keys(made.objects).length > 0 ? [gitSource(gitops, folder)] : []),
    ];
    if (sources.length === 0) continue;
    const { name, namespace } = unit;
    files[`${cluster}/applications/${name}.yaml`] = yaml(
      application({ name, home, namespace, sources, wave: waves.get(name) ?? 0 }),
    );
  }
  return { files, left };
}

/** What the seals of a cluster are made of; nothing of it is written anywhere. */
async function safeOf(cluster: string, { lab, known, today }: RenderArgs): Promise<Safe> {
  const tell = (secret: OwnSecret) => ownSecret(known.root, lab.name, secret);
  const { certificate } = sealingPair(lab.name, cluster, lab.inventory.clusters[cluster]?.generation ?? 1);
  return {
    lab,
    known,
    seals: {
      key: sealingKeyIn(await tell(certificate), cluster, today),
      mark: await tell({ owner: `clusters/${cluster}`, name: "seal-marks", length: 52 }),
    },
  };
}

function homeIn({ services }: ClusterPlan, cluster: string): string {
  const follower = services.find(({ service }) => service.provides === "gitops");
  if (!follower) throw new Error(`somebody was checked to follow Git on ${cluster}, and nobody does`);
  return follower.service.namespace;
}

/** Somebody may have written anything there: what is no YAML says nothing. */
function readBack(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : parse(text);
  } catch {
    return undefined;
  }
}

const HEADER = "# Written by `npx lab render`. Change what is declared, and render again.\n";

function yaml(object: object): string {
  return HEADER + stringify(object, { lineWidth: 0, aliasDuplicateObjects: false });
}
