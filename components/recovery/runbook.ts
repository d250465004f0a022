import { keptOf } from "../backup/index.ts";
import { serversOf, vmsOf } from "../inventory/index.ts";
import { isLive, type Lab, possibleHosts, type Service } from "../lab/index.ts";
import { tokensOf } from "../secrets/index.ts";
import { recoveryOrder } from "./order.ts";
import { howToRestore } from "./restore.ts";

/** What to do when machines are lost, written of the lab as it is declared: in which order, and what comes back of it. */
export function disasterRunbook(lab: Lab): string {
  const live = lab.services.filter(isLive);
  return `${[
    "# When machines are lost",
    "",
    ...BEFORE,
    ...tokens(live, lab),
    ...machines(lab),
    ...clusters(lab),
    ...order(lab),
    ...lost(lab),
    ...commands(live),
    ...notKept(live),
  ].join("\n")}\n`;
}

const BEFORE = [
  "## Before it happens",
  "",
  "Three things open everything else. Keep them on paper or in a vault that is not in this lab:",
  "",
  "1. This repository, with `Pulumi.<stack>.yaml`.",
  "2. The passphrase, `.lab/passphrase` (or `PULUMI_CONFIG_PASSPHRASE`): without it neither the config nor the state can be read.",
  "3. The root secret: `homelab:rootSecret` of the config, or the file in `.lab/`. Every password follows from it, those of the backups too, the authorities of the clusters, and the key that opens what lies sealed in Git. It is the backup of all of them: they are made again, and not restored.",
  "",
  "Then the state (`.lab/`, or what `PULUMI_BACKEND_URL` names). Without it `lab up` makes anew what is still there, and has to be told by `pulumi import`.",
  "",
];

function tokens(live: Service[], lab: Lab): string[] {
  const names = tokensOf(live, lab.inventory).sort();
  return [
    "Tokens of others are in the config. Where that is lost, their makers give new ones:",
    "",
    names.map((name) => `\`${name}\``).join(", "),
    "",
  ];
}

function machines({ inventory }: Lab): string[] {
  const rows = vmsOf(inventory).map(([name, { on, backup }]) => [
    name,
    on,
    typeof backup === "string" ? `from the backup server, ${backup}` : `anew: ${backup.never}`,
  ]);
  return [
    "## Machines",
    "",
    "Hypervisors first, then the one that keeps their backups, then the others. One of metal is installed, and set up by `npx lab script NAME --to FILE`.",
    "",
    ...table(["Virtual machine", "On", "Comes back"], rows),
  ];
}

function clusters({ inventory }: Lab): string[] {
  return [
    "## Clusters",
    "",
    "A cluster is known before its machines are there: set up its servers, then the others, then `npx lab up`. Its names and certificates are the old ones.",
    "",
    ...table(
      ["Cluster", "Servers", "Other nodes"],
      Object.entries(inventory.clusters).map(([name, cluster]) => {
        const servers = serversOf(cluster);
        const others = Object.keys(cluster.nodes).filter((node) => !servers.includes(node));
        return [name, servers.join(", "), others.join(", ")];
      }),
    ),
  ];
}

function order(lab: Lab): string[] {
  const waves = recoveryOrder(lab);
  return [
    "## Order",
    "",
    "`npx lab up` starts everything at once, and what needs others waits for them. What was kept is put back in this order; what stands in one line needs nothing that comes later. **Bold**: there is something to put back.",
    "",
    ...waves.map((wave, at) => {
      const names = wave.map(({ name }) => name).sort();
      return `${at + 1}. ${names.map((name) => (wave.some((each) => each.name === name && keptOf(each)) ? `**${name}**` : name)).join(", ")}`;
    }),
    "",
  ];
}

/** What goes with a machine that nothing else can take over. */
function lost(lab: Lab): string[] {
  const hosts = Object.keys(lab.inventory.machines);
  const rows = hosts.flatMap((host) => {
    const only = lab.services.filter(isLive).filter((service) => {
      const able = possibleHosts(service, lab.inventory);
      return able.length === 1 && able[0]?.name === host;
    });
    if (only.length === 0) return [];
    const kept = only
      .filter(keptOf)
      .map(({ name }) => name)
      .sort();
    return [[host, String(only.length), kept.join(", ")]];
  });
  return [
    "## What is lost with what",
    "",
    "Services that can run on one machine alone, and those of them of which something has to be put back. What else an outage does: `npx lab drill --node NAME`.",
    "",
    ...table(["Machine", "Services", "To be put back"], rows),
  ];
}

function commands(live: Service[]): string[] {
  const kept = live
    .filter((service) => howToRestore(service).length > 0)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [
    "## Putting it back",
    "",
    "Each command is one that can be done again. `npx lab restore NAME --snapshot ID` takes another than the latest.",
    "",
    ...kept.flatMap((service) => [`### ${service.name}`, "", "```sh", ...howToRestore(service), "```", ""]),
  ];
}

function notKept(live: Service[]): string[] {
  const rows = live.flatMap((service) =>
    Object.entries(service.volumes).flatMap(([path, volume]) => {
      if (volume.kind === "claim" && volume.backup === "never")
        return [[service.name, path, "said to be made again"]];
      if (volume.kind === "share" && !volume.readOnly)
        return [[service.name, path, `lies on ${volume.share}, and is its server's to keep`]];
      return [];
    }),
  );
  const charts = live
    .filter(({ chart }) => chart)
    .map(({ name }) => name)
    .sort();
  return [
    "## What is in no backup",
    "",
    ...table(["Service", "Folder", "Because"], rows),
    `What charts keep for themselves (${charts.join(", ")}) is not in these backups either: it follows from their values, or is Longhorn's to keep.`,
  ];
}

function table(heads: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line), ""];
}
