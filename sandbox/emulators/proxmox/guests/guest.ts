import { createHash } from "node:crypto";
import { PveError, parsePropertyString } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";
import type { Config, Guest } from "../records.ts";

/** A machine as it is at first: it stands still, and nobody touches it while it is made. */
export function newGuest(
  made: Pick<Guest, "vmid" | "node" | "config">,
  lock: "create" | "clone",
  pool: unknown,
): Guest {
  return {
    ...made,
    pending: {},
    status: "stopped",
    lock,
    snapshots: {},
    ...(pool !== undefined && { pool: String(pool) }),
  };
}

export const diskKeys =
  /^(ide[0-3]|sata[0-5]|scsi([0-9]|[12][0-9]|30)|virtio([0-9]|1[0-5])|efidisk0|tpmstate0)$/;

export function demandUnlocked({ lock }: Guest): void {
  if (lock !== undefined) throw new PveError(`VM is locked (${lock})`);
}

export function digestOfConfig(config: Config): string {
  return createHash("sha1")
    .update(JSON.stringify(Object.entries(config).toSorted()))
    .digest("hex");
}

/** As it will be after its next start. */
export function plannedConfig({ config, pending }: Guest): Config {
  const planned = { ...config };
  for (const [key, value] of Object.entries(pending)) {
    if (value === null) delete planned[key];
    else planned[key] = value;
  }
  return planned;
}

export function shownConfig(config: Config, lock?: string): Config {
  const hidden = config.cipassword === undefined ? {} : { cipassword: "**********" };
  return { ...config, ...hidden, ...(lock !== undefined && { lock }), digest: digestOfConfig(config) };
}

export function memoryOf(config: Config): number {
  return Number(String(config.memory ?? 512).replace("current=", "")) * 2 ** 20;
}

export function cpusOf(config: Config): number {
  return Number(config.vcpus ?? Number(config.sockets ?? 1) * Number(config.cores ?? 1));
}

export function isAgentEnabled(config: Config): boolean {
  const agent = parsePropertyString(String(config.agent ?? "0"), { enabled: { default_key: 1 } });
  return agent.enabled === "1";
}

export function volumesOf(config: Config): [key: string, volid: string][] {
  return Object.entries(config).flatMap(([key, value]): [string, string][] => {
    const { file = "", media } =
      diskKeys.test(key) || /^unused\d+$/.test(key) ? parsePropertyString(String(value)) : {};
    const isOwn = file.includes(":") && (media !== "cdrom" || file.includes("cloudinit"));
    return isOwn ? [[key, file]] : [];
  });
}

/** What a list of guests tells of each. */
export function shownStatus(guest: Guest, datacenter: Datacenter) {
  const { vmid, config, status, pid, lock } = guest;
  const running = status === "running";
  const uptime = running ? Math.max(1, Math.floor((Date.now() - (guest.started ?? Date.now())) / 1000)) : 0;
  const first = volumesOf(config).find(([key]) => /^(ide|sata|scsi|virtio)/.test(key))?.[1];
  const disk = datacenter.volumes.all().find(({ volid }) => volid === first);
  return {
    vmid,
    name: String(config.name ?? `VM ${vmid}`),
    status,
    qmpstatus: status,
    cpus: cpusOf(config),
    cpu: running ? 0.01 : 0,
    maxmem: memoryOf(config),
    mem: running ? Math.floor(memoryOf(config) / 2) : 0,
    maxdisk: disk?.size ?? 0,
    disk: 0,
    diskread: 0,
    diskwrite: 0,
    netin: 0,
    netout: 0,
    uptime,
    ...(running && pid !== undefined && { pid }),
    ...(config.template === 1 && { template: 1 }),
    ...(config.tags !== undefined && { tags: String(config.tags) }),
    ...(lock !== undefined && { lock }),
  };
}
