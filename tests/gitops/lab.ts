import { parse } from "yaml";
import { sealingPair } from "../../components/certificates/index.ts";
import { followers, type Rendered, renderCluster } from "../../components/gitops/index.ts";
import { ownSecret, tokensOf } from "../../components/secrets/index.ts";
import { programs, TODAY } from "../../components/testing/index.ts";
import { labOf } from "../../stacks/labs.ts";

export const CLUSTER = "platform";
export const ROOT = "0123456789abcdef0123456789abcdef";

export const lab = await labOf("homelab");

export const tokens = Object.fromEntries(
  tokensOf(lab.services, lab.inventory).map((name) => [name, `given-${name}`]),
);

/** The platform of the real lab, with a root secret and tokens that are only for this. */
export async function renderPlatform(
  before: { [path: string]: string } = {},
  known = { root: ROOT, tokens },
): Promise<Rendered> {
  const gitops = followers(lab).find(([name]) => name === CLUSTER)?.[1];
  if (!gitops) throw new Error(`${CLUSTER} does not follow Git`);
  const read = (path: string) => before[path];
  const lifecycles = ["production"];
  return renderCluster(CLUSTER, gitops, { lab, programs, lifecycles, known, today: TODAY, before: read });
}

export function sealingKey(): Promise<string> {
  return ownSecret(ROOT, lab.name, sealingPair(lab.name, CLUSTER, 1).key);
}

export interface Rendering {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
  [more: string]: unknown;
}

export function objectsIn({ files }: Pick<Rendered, "files">): (Rendering & { path: string })[] {
  return Object.entries(files).map(([path, text]) => ({ path, ...parse(text) }));
}
