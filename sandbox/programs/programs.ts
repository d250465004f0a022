import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { SetupFault } from "../../scripts/setup/fault.mjs";
import { goBuild } from "../../scripts/setup/go.mjs";
import { withLock } from "../../scripts/setup/lock.mjs";
import { cacheFolder, platform } from "../../scripts/setup/paths.mjs";
import type { Line } from "../../scripts/setup/progress.mjs";

/** What the sandbox runs and nobody publishes for every machine: built from a go.mod beside this file. */
const commands = {
  etcd: { module: "etcd", command: "go.etcd.io/etcd/server/v3" },
  "kube-apiserver": { module: "kubernetes", command: "k8s.io/kubernetes/cmd/kube-apiserver" },
  "kube-controller-manager": {
    module: "kubernetes",
    command: "k8s.io/kubernetes/cmd/kube-controller-manager",
  },
  "kube-scheduler": { module: "kubernetes", command: "k8s.io/kubernetes/cmd/kube-scheduler" },
  kubectl: { module: "kubernetes", command: "k8s.io/kubernetes/cmd/kubectl" },
  kwok: { module: "kwok", command: "sigs.k8s.io/kwok/cmd/kwok" },
} as const;

export type ProgramName = keyof typeof commands;
export type Programs = Readonly<Record<ProgramName, string>>;

const names = Object.keys(commands) as ProgramName[];

/** Where each of them is, or will be once it is built. */
export function programFiles(): Programs {
  return Object.fromEntries(names.map((name) => [name, fileOf(name)])) as Programs;
}

/** Builds what is not in the cache yet, one after the other: they share most of what they are made of. */
export async function ensurePrograms(line: Line): Promise<Programs> {
  const missing = names.filter((name) => !existsSync(fileOf(name)));
  if (missing.length > 0) {
    const lock = join(cacheFolder(), "sandbox.lock");
    const wait = ({ pid }: { pid: number }) => line.update(`waiting for process ${pid}, which builds them`);
    await withLock(lock, "building the sandbox's programs", wait, async () => {
      for (const [index, name] of missing.entries()) {
        line.update(`building ${name}, ${index + 1} of ${missing.length}; about 5 minutes in all`);
        if (!existsSync(fileOf(name))) await build(name);
      }
    });
  }
  return programFiles();
}

/** What was built before; undefined where anything is missing, and would take minutes. */
export function builtPrograms(): Programs | undefined {
  return names.every((name) => existsSync(fileOf(name))) ? programFiles() : undefined;
}

async function build(name: ProgramName): Promise<void> {
  const { module, command } = commands[name];
  const file = fileOf(name);
  const draft = `${file}.partial`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    await goBuild({ module: moduleOf(module), command, output: draft, linked: linkedInto(module) });
    renameSync(draft, file);
  } catch (error) {
    throw new SetupFault(
      `The sandbox needs ${name}, which could not be built: ${(error as Error).message}`,
      "It is built by Go 1.26 or later from the Go module proxy; without it, `npx lab preview` still works.",
    );
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Kubernetes says its version to its clients only where the build has told it. */
function linkedInto(module: string): string {
  if (module !== "kubernetes") return "";
  const version = /^require k8s\.io\/kubernetes v(\S+)$/m.exec(goMod(module))?.[1];
  if (!version) throw new Error(`${moduleOf(module)}/go.mod does not say which version of Kubernetes it is`);
  const [major, minor] = version.split(".");
  const variables = { gitVersion: `v${version}`, gitMajor: major, gitMinor: minor };
  return Object.entries(variables)
    .map(([variable, value]) => `-X k8s.io/component-base/version.${variable}=${value}`)
    .join(" ");
}

/** Named after all that it is made of: another version is another file, and none is ever stale. */
function fileOf(name: ProgramName): string {
  const made = createHash("sha256").update(goMod(commands[name].module)).digest("hex").slice(0, 12);
  return join(cacheFolder(), "sandbox", `${name}-${made}-${platform}`);
}

function goMod(module: string): string {
  return readFileSync(join(moduleOf(module), "go.mod"), "utf8");
}

function moduleOf(module: string): string {
  return join(import.meta.dirname, module);
}
