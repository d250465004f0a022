import type { Datacenter } from "../datacenter.ts";
import { memoryOf } from "../guests/guest.ts";
import type { SeedNode } from "../seed.ts";

/** What a list of nodes tells of each. */
export function nodeStatus({ name, cores, memory, online }: SeedNode, datacenter: Datacenter) {
  return {
    node: name,
    status: online ? "online" : "offline",
    level: "",
    maxcpu: cores,
    cpu: online ? 0.02 : 0,
    maxmem: memory,
    mem: online ? memoryInUse(name, memory, datacenter) : 0,
    maxdisk: 100 * 2 ** 30,
    disk: 8 * 2 ** 30,
    uptime: online ? Math.floor(process.uptime()) + 86_400 : 0,
    ssl_fingerprint: fingerprintOf(name),
  };
}

export function memoryInUse(name: string, memory: number, datacenter: Datacenter): number {
  const running = datacenter.guests.all().filter(({ node, status }) => node === name && status === "running");
  return Math.min(
    memory,
    running.reduce((sum, { config }) => sum + memoryOf(config), 2 ** 30),
  );
}

function fingerprintOf(name: string): string {
  const hex = Buffer.from(name.padEnd(32, "#").slice(0, 32)).toString("hex").toUpperCase();
  return hex.match(/../g)?.join(":") ?? "";
}
