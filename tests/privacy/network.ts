import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { isChart, type Manifest, planCluster } from "../../components/kubernetes/index.ts";
import type { Lab } from "../../components/lab/index.ts";
import { unbuilt } from "../../components/program/index.ts";
import { goBuild } from "../../scripts/setup/go.mjs";
import { withLock } from "../../scripts/setup/lock.mjs";
import { cacheFolder, platform } from "../../scripts/setup/paths.mjs";

const MODULE = join(import.meta.dirname, "netpolicy");
const COMMAND = "github.com/np-guard/netpol-analyzer/cmd/netpolicy";
const LIFECYCLES = ["production", "experimental"];

/** NP-Guard's reading of network policies, built once for each of its versions. */
export async function buildNetpolicy(): Promise<string> {
  const made = createHash("sha256")
    .update(readFileSync(join(MODULE, "go.mod")))
    .digest("hex");
  const program = join(cacheFolder(), "tests", `netpolicy-${made.slice(0, 12)}-${platform}`);
  const wait = () => undefined;
  mkdirSync(dirname(program), { recursive: true });
  await withLock(`${program}.lock`, "building the reader of network policies", wait, async () => {
    if (existsSync(program)) return;
    const draft = `${program}.partial`;
    await goBuild({ module: MODULE, command: COMMAND, output: draft, linked: "" });
    renameSync(draft, program);
  });
  return program;
}

/** What a pod may say to an address that is no pod's. */
export interface Way {
  from: string;
  /** "8.8.8.0-8.8.8.255" */
  to: string;
  by: string;
}

/** Every way out of a cluster that its policies leave open, as somebody else reads them. */
export function waysOut(program: string, cluster: string, lab: Lab): Way[] {
  const folder = mkdtempSync(join(tmpdir(), "netpolicy-"));
  try {
    const texts = objectsOf(cluster, lab).map((each) => stringify(each, { aliasDuplicateObjects: false }));
    writeFileSync(join(folder, "all.yaml"), texts.join("---\n"));
    const { stdout, stderr, status, error } = spawnSync(
      program,
      ["list", "--dirpath", folder, "--output", "json", "--quiet"],
      { encoding: "utf8", maxBuffer: 2 ** 28 },
    );
    if (error) throw error;
    if (status !== 0) throw new Error(`netpolicy could not read the policies of ${cluster}: ${stderr}`);
    const all = JSON.parse(stdout) as { src: string; dst: string; conn: string }[];
    return all
      .filter(({ dst }) => /^\d/.test(dst))
      .map(({ src, dst, conn }) => ({ from: src.replace(/\[.*/, ""), to: dst, by: conn }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Policies, and pods that they are about: those of a chart by the labels that its policy knows them by. */
function objectsOf(cluster: string, lab: Lab): object[] {
  const { namespaces, services } = planCluster(cluster, lab, unbuilt, LIFECYCLES);
  return [
    ...Object.values(namespaces).flatMap(({ namespace, contents }) => [
      namespace,
      ...Object.values(contents).filter(isPolicy),
    ]),
    ...services.flatMap(({ service, plan }) => [
      ...Object.values(plan).flatMap((manifest) => {
        if (isPolicy(manifest)) return [manifest];
        const labels = labelsOfPods(manifest);
        return labels ? [podsOf(manifest.metadata, labels)] : [];
      }),
      ...(isChart(service) ? [podsOf(service, { "app.kubernetes.io/name": service.name })] : []),
    ]),
  ];
}

function isPolicy({ kind }: Manifest): boolean {
  return kind === "NetworkPolicy";
}

function labelsOfPods(manifest: Manifest): Record<string, string> | undefined {
  switch (manifest.kind) {
    case "CronJob":
      return manifest.spec?.jobTemplate.spec?.template.metadata?.labels;
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
    case "Job":
      return manifest.spec?.template?.metadata?.labels;
    default:
      return undefined;
  }
}

/** No more of a workload than a policy asks for. */
function podsOf({ name, namespace }: { name?: string; namespace?: string } = {}, labels: object): object {
  const spec = { containers: [{ name: "main", image: "main" }] };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}
