import { readFileSync } from "node:fs";
import type { Lab } from "../lab/index.ts";
import type { Setup } from "../setup/index.ts";
import { DECLARED_ZONES, namedConf } from "./named-conf.ts";
import { piholeSetup } from "./pihole.ts";
import { TRANSFER_KEY_FILE, transferKey } from "./transfer.ts";
import { zoneFile } from "./zone-file.ts";
import { planZones } from "./zones.ts";

const PUBLISH_ZONES = "/usr/local/sbin/publish-zones";

/** What makes a machine one of the two name servers. */
export function nameServerSetup(machine: string, lab: Lab): Partial<Setup> {
  const { dns, sites, machines } = lab.inventory;
  if (!dns || (machine !== dns.primary && machine !== dns.secondary)) return {};
  const bind = bindSetup(machine, lab, machine === dns.primary);
  const pihole = piholeSetup(dns, sites[machines[machine]?.site ?? ""]?.timeZone ?? "Etc/UTC");
  return {
    packages: [...(bind.packages ?? []), ...(pihole.packages ?? [])],
    files: { ...bind.files, ...pihole.files },
    // BIND first: it lets go of the port that Pi-hole takes.
    commands: [...(bind.commands ?? []), ...(pihole.commands ?? [])],
  };
}

function bindSetup(machine: string, lab: Lab, isPrimary: boolean): Partial<Setup> {
  const zones = planZones(lab);
  const declared = zones.map((zone): [string, { text: string[] }] => [
    `${DECLARED_ZONES}/${zone.name}.zone`,
    { text: [zoneFile(zone)] },
  ]);
  return {
    packages: ["bind9", "bind9-dnsutils", "bind9-utils"],
    files: {
      "/etc/bind/named.conf": { text: [namedConf(machine, zones, lab.inventory)] },
      // BIND reads it as its own user, and nobody else does.
      [TRANSFER_KEY_FILE]: { text: transferKey(), owner: "root:bind", mode: "0640" },
      ...(isPrimary && {
        ...Object.fromEntries(declared),
        [PUBLISH_ZONES]: { text: [publishZones()], mode: "0755" },
      }),
    },
    commands: [
      ...(isPrimary ? [PUBLISH_ZONES] : []),
      "named-checkconf",
      "systemctl enable named && systemctl reload-or-restart named",
    ],
  };
}

function publishZones(): string {
  return readFileSync(new URL("publish-zones.sh", import.meta.url), "utf8");
}
