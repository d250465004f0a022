import { givesAway, holdsSecretLine, holdsSecretWord } from "../../plain-text.ts";
import type { Inventory } from "../inventory.ts";
import { hypervisorsOf, idOf, type Vm, vmsOf } from "../vms.ts";
import type { Finding } from "./finding.ts";

type NamedVm = [name: string, vm: Vm];

/** What relates virtual machines to one another, and to what they are for. */
export function checkVirtualMachines(inventory: Inventory): Finding[] {
  const vms = vmsOf(inventory);
  return [
    ...numbers(vms),
    ...together(vms),
    ...vms.flatMap((vm) => [...withoutDriver(vm), ...plainSecrets(vm)]),
    ...backups(vms, inventory),
  ];
}

function numbers(vms: NamedVm[]): Finding[] {
  return namesBy(vms, idOf).flatMap(([id, names]): Finding[] => {
    if (id === undefined)
      return names.map((name) => ({
        what: `${name} has no number in Proxmox: it has no address that one would follow from.`,
        fix: "write its `lan`, or an `id` of its own",
      }));
    if (names.length < 2) return [];
    return [
      {
        what: `${names.join(" and ")} both have the number ${id} in Proxmox.`,
        fix: `write an \`id\` of its own for ${names.at(-1)}`,
      },
    ];
  });
}

function namesBy<Key>(vms: NamedVm[], keyOf: (vm: Vm) => Key): [key: Key, names: string[]][] {
  const keys = [...new Set(vms.map(([, vm]) => keyOf(vm)))];
  return keys.map((key) => [key, vms.filter(([, vm]) => keyOf(vm) === key).map(([name]) => name)]);
}

function together(vms: NamedVm[]): Finding[] {
  const groups = namesBy(vms, ({ ha, on }) => ha?.apart && `${ha.apart} on ${on}`);
  return groups.flatMap(([group, names]) => {
    if (!group || names.length < 2) return [];
    return [
      {
        what: `${names.join(" and ")} are to be kept apart, and stand together: ${group}.`,
        fix: `move ${names.at(-1)} to another hypervisor: what one of them takes down, the other one answers for`,
      },
    ];
  });
}

function withoutDriver([name, { gpu, image }]: NamedVm): Finding[] {
  if (!gpu || image === "ubuntu-24.04") return [];
  return [
    {
      what: `${name} takes a GPU, and ${image} has no driver for it among its packages.`,
      fix: 'write `image: "ubuntu-24.04"`',
    },
  ];
}

/** Whatever is written into a machine's first start is in Git for ever, and on the hypervisor besides. */
function plainSecrets([name, { setup }]: NamedVm): Finding[] {
  const files = Object.entries(setup?.files ?? {}).filter(
    ([, text]) => typeof text === "string" && (holdsSecretLine(text) || givesAway(text)),
  );
  const commands = (setup?.commands ?? []).flatMap((command, at) =>
    holdsSecretWord(command) || givesAway(command) ? [`command ${at + 1} of its setup`] : [],
  );
  return [...files.map(([path]) => path), ...commands].map((place) => ({
    what: `${name} holds a secret in plain text: ${place} (not shown).`,
    facts: ["whatever was committed once is known: have a new one made"],
    fix: 'put it into a file of its own, `files: { "/etc/<name>": { fromConfig: "<token>" } }`, and read it from there',
  }));
}

function backups(vms: NamedVm[], inventory: Inventory): Finding[] {
  const servers = vms.filter(([, { backupServer }]) => backupServer);
  const [first, second] = servers.map(([name]) => name);
  if (first && second)
    return [
      {
        what: `${first} and ${second} both keep the backups of this cluster.`,
        fix: "take `backupServer` from one of them",
      },
    ];
  const wanting = vms.filter(([, { backup }]) => typeof backup === "string").map(([name]) => name);
  if (!first && wanting.length > 0)
    return [
      {
        what: `${wanting.join(", ")} ${wanting.length > 1 ? "are" : "is"} to be backed up, and no machine keeps backups.`,
        fix: "give one machine a `backupServer`, or write `backup: { never: <why> }`",
      },
    ];
  return servers.flatMap((server) => [...itself(server), ...withoutDataset(server, inventory)]);
}

function itself([name, { backup }]: NamedVm): Finding[] {
  if (typeof backup !== "string") return [];
  return [
    {
      what: `${name} keeps the backups, and would be backed up to itself.`,
      fix: "write `backup: { never: <why> }` for it",
    },
  ];
}

function withoutDataset([name, { backupServer }]: NamedVm, inventory: Inventory): Finding[] {
  const wanted = backupServer?.dataset;
  const shared = hypervisorsOf(inventory).flatMap(([host, { pools }]) =>
    Object.entries(pools).flatMap(([pool, { datasets }]) =>
      Object.entries(datasets)
        .filter(([, { share }]) => share === "nfs")
        .map(([dataset]) => `${host}/${pool}/${dataset}`),
    ),
  );
  if (!wanted || shared.includes(wanted)) return [];
  return [
    {
      what: `${name} keeps backups in ${wanted}, which is no dataset that is shared over NFS.`,
      facts: shared.length > 0 ? [`shared are: ${shared.join(", ")}`] : [],
      fix: 'use one of these, or declare it with `share: "nfs"`',
    },
  ];
}
