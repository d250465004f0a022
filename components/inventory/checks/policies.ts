import { bytes, diskBytes, memoryOf } from "../../units/index.ts";
import type { Cluster } from "../cluster.ts";
import { computer } from "../computer.ts";
import type { Inventory } from "../inventory.ts";
import { excessesOf } from "../pods.ts";
import { KEPT_ON_A_DISK, replicasOf } from "../replicas.ts";
import { sharesOf } from "../shares.ts";
import { type Finding, unknown } from "./finding.ts";

/** What a cluster says of its pods and disks adds up, and is there. */
export function checkPolicies(inventory: Inventory): Finding[] {
  return Object.entries(inventory.clusters).flatMap(([name, cluster]) => [
    ...defaultsOutsideTheirLimits(name, cluster),
    ...withoutMesh(name, cluster),
    ...budgetWithoutDisks(name, cluster),
    ...budgetThatDoesNotAddUp(name, cluster),
    ...budgetLargerThanDisks(name, cluster, inventory),
    ...backupsToNowhere(name, cluster, inventory),
    ...backupsOutOfReach(name, cluster, inventory),
  ]);
}

/** Kubernetes takes such a range, and then refuses every pod that says nothing. */
function defaultsOutsideTheirLimits(name: string, { containers }: Cluster): Finding[] {
  if (!containers) return [];
  return excessesOf(containers.default, containers).map(({ noun, amount, allowed }) => ({
    what: `cluster ${name} gives a container that says nothing ${amount} of ${noun}, and allows ${allowed}.`,
    fix: "change the default, or what is allowed",
  }));
}

function withoutMesh(name: string, { mesh, namespaces }: Cluster): Finding[] {
  const meshed = Object.keys(namespaces).filter((each) => namespaces[each]?.mesh);
  if (mesh || meshed.length === 0) return [];
  return [
    {
      what: `the namespace ${meshed.join(", ")} of cluster ${name} is in the mesh, and the cluster has none.`,
      fix: 'write mesh: { proxy: { cpu: "20m..500m", memory: "50Mi..250Mi" } } on the cluster, or mesh: false',
    },
  ];
}

function budgetWithoutDisks(name: string, { storage, storageClass }: Cluster): Finding[] {
  if (!storage || storageClass === "longhorn") return [];
  return [
    {
      what: `cluster ${name} has a budget of replicated disks, and its disks are ${storageClass}.`,
      fix: 'write storageClass: "longhorn", or remove the budget',
    },
  ];
}

/** Longhorn writes backups by NFS; by SMB it would want a login of its own. */
function backupsToNowhere(name: string, { storage }: Cluster, inventory: Inventory): Finding[] {
  if (!storage?.backups) return [];
  const shares = sharesOf(inventory);
  const known = Object.keys(shares).filter((each) => shares[each]?.protocol === "nfs");
  if (known.includes(storage.backups)) return [];
  return [
    unknown(
      `the disks of cluster ${name} are backed up to ${storage.backups}, which no machine shares by NFS.`,
      storage.backups,
      known,
    ),
  ];
}

/** A disk is backed up from the node that it is on, and that may be any. */
function backupsOutOfReach(
  name: string,
  { site, storage, nodes }: Cluster,
  { machines }: Inventory,
): Finding[] {
  const [server = ""] = storage?.backups?.split("/") ?? [];
  const isFar = machines[server] !== undefined && machines[server].site !== site;
  const outside = isFar ? Object.keys(nodes).filter((node) => !machines[node]?.tailnet) : [];
  if (outside.length === 0) return [];
  return [
    {
      what: `the disks of cluster ${name} are backed up to ${storage?.backups} over the tailnet, and ${outside.join(" and ")} ${outside.length > 1 ? "are" : "is"} not in it.`,
      fix: `write \`tailnet: true\` on ${outside.join(", ")}, or back up to a share at ${site}`,
    },
  ];
}

function budgetThatDoesNotAddUp(name: string, { storage }: Cluster): Finding[] {
  if (!storage) return [];
  const { total, reserved, services } = storage.budget;
  const rows = Object.entries(services);
  const spent = rows.reduce((sum, [, size]) => sum + bytes(size), bytes(reserved));
  if (spent <= bytes(total)) return [];
  return [
    {
      what: `the disk budget of cluster ${name} is ${total}, and its rows come to ${memoryOf(spent)}.`,
      facts: [...rows.map(([service, size]) => `${service} ${size}`), `reserved ${reserved}`],
      fix: "make a row smaller, or raise the total",
    },
  ];
}

/** A disk that is not declared is not counted on: whoever has one says so. */
function budgetLargerThanDisks(name: string, cluster: Cluster, { machines }: Inventory): Finding[] {
  if (!cluster.storage) return [];
  const { total } = cluster.storage.budget;
  const disks = Object.keys(cluster.nodes).flatMap((node) => {
    const disk = computer(machines[node])?.disk;
    return disk ? [{ node, disk }] : [];
  });
  const replicas = replicasOf(cluster);
  const room = disks.reduce((sum, { disk }) => sum + diskBytes(disk), 0) * (1 - KEPT_ON_A_DISK / 100);
  if (bytes(total) * replicas <= room) return [];
  return [
    {
      what: `the disk budget of cluster ${name} is ${total}, kept ${replicas === 1 ? "once" : "twice"}, and its nodes have ${memoryOf(room)} for it.`,
      facts: [
        ...disks.map(({ node, disk }) => `${node} has ${disk}`),
        `${KEPT_ON_A_DISK}% of each is left to everything else`,
      ],
      fix: "make the budget smaller, or say which `disk` the other nodes have",
    },
  ];
}
