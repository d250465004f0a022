import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Who listens on a port of this machine, as far as /proc tells: "node (pid 123)". */
export function listenerOn(port: number): string | undefined {
  try {
    const inode = inodeOf(port);
    const pid = inode && readdirSync("/proc").find((each) => /^\d+$/.test(each) && holds(each, inode));
    return pid ? `${readFileSync(`/proc/${pid}/comm`, "utf8").trim()} (pid ${pid})` : undefined;
  } catch {
    return undefined;
  }
}

function inodeOf(port: number): string | undefined {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of readFileSync(table, "utf8").split("\n").slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (local?.endsWith(wanted) && state === "0A") return inode;
    }
  }
  return undefined;
}

function holds(pid: string, inode: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(
      (file) => readlinkSync(`/proc/${pid}/fd/${file}`) === `socket:[${inode}]`,
    );
  } catch {
    return false;
  }
}
