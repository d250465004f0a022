import { computer, gpuOf, type Inventory } from "../inventory/index.ts";
import { type Finding, failed, idOf, type ObjectsCheck, ok } from "./check.ts";
import { type Condition, conditionOf, type KubeObject, named, wordsOf } from "./kinds.ts";

export interface Node extends KubeObject {
  spec?: { unschedulable?: boolean };
  status?: {
    conditions?: Condition[];
    allocatable?: Record<string, string>;
    nodeInfo?: { kubeletVersion?: string };
  };
}

interface Wanted {
  name: string;
  version: string;
  slices: number;
  mayBeDown: boolean;
}

/** What a kubelet says of itself when it will soon throw pods out. */
const PRESSURES = ["MemoryPressure", "DiskPressure", "PIDPressure"];

export function nodeChecks(cluster: string, inventory: Inventory): ObjectsCheck[] {
  const declared = inventory.clusters[cluster];
  return Object.entries(declared?.nodes ?? {}).map(([name, { version }]) => {
    const sharing = gpuOf(inventory, name)?.sharing;
    const wanted = {
      name,
      version: version ?? declared?.version ?? "",
      slices: sharing?.mode === "slices" ? sharing.count : 0,
      mayBeDown: mayBeDown(name, inventory),
    };
    const gpu = wanted.slices > 0 ? `, with ${wanted.slices} slices of its card` : "";
    return {
      id: idOf({ place: cluster, topic: "nodes", name }),
      place: cluster,
      topic: "nodes",
      about: `${name} is ready, as ${wanted.version}${gpu}`,
      by: "objects",
      reads: ["Node"],
      judge: (seen) => judge(named(seen.of<Node>("Node"), { name }), wanted),
    };
  });
}

export function mayBeDown(name: string, { machines }: Inventory): boolean {
  const machine = machines[name];
  return (
    machine !== undefined && computer(machine) !== undefined && "mayBeDown" in machine && machine.mayBeDown
  );
}

export function isReady(node: Node | undefined): boolean {
  return node !== undefined && conditionOf(node, "Ready")?.status === "True";
}

function judge(node: Node | undefined, { name, version, slices, mayBeDown }: Wanted): Finding {
  if (!isReady(node) && mayBeDown) return ok("is away, as it may be");
  if (!node)
    return failed("is no node of the cluster", `run its setup on the machine: npx lab script ${name}`);
  const ready = conditionOf(node, "Ready");
  if (ready?.status !== "True")
    return failed(
      `is not ready: ${ready ? wordsOf(ready) : "it says nothing of itself"}`,
      `look at the machine: is it on, and what does \`journalctl -u k3s -u k3s-agent\` say there?`,
    );
  const pressed = PRESSURES.map((type) => conditionOf(node, type)).find((each) => each?.status === "True");
  if (pressed)
    return failed(
      `is short of something: ${wordsOf(pressed)}`,
      "move a service elsewhere (npx lab capacity), or make room",
    );
  if (node.spec?.unschedulable)
    return failed("takes no new pods: it is cordoned", `kubectl uncordon ${name}`);
  const runs = node.status?.nodeInfo?.kubeletVersion;
  if (runs !== version)
    return failed(
      `runs ${runs ?? "nothing that says its version"}, and ${version} is declared`,
      `run its setup again (npx lab script ${name}), or correct the version in the inventory`,
    );
  const has = Number(node.status?.allocatable?.["nvidia.com/gpu"] ?? 0);
  if (has < slices)
    return failed(
      `offers ${has} slices of its card, and ${slices} are declared`,
      "look at the device plugin's pods on it, and at `nvidia-smi` on the machine",
    );
  return ok(`ready, ${version}${slices > 0 ? `, ${has} slices` : ""}`);
}
