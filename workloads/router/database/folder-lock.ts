import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { SettingsProblem } from "../../kit/index.ts";

const beat = 5_000;
const deadAfter = 20_000;

interface Holder {
  pid: number;
  /** Tells a process from a later one with the same id: in a container, every one is the first. */
  birth: string;
  host: string;
}

/** One process at a time. A lock whose holder has died is taken over. */
export class FolderLock {
  readonly #path: string;
  readonly #heart: NodeJS.Timeout;

  constructor(path: string) {
    this.#path = path;
    const holder: Holder = { pid: process.pid, birth: birthOf(process.pid), host: hostname() };
    for (let attempt = 1; !created(path, JSON.stringify(holder)); attempt += 1) {
      const other = holderOf(path);
      if (other && (attempt > 3 || lives(other, path))) throw new SettingsProblem([refusal(path, other)]);
      rmSync(path, { force: true });
    }
    // Another container cannot see this process, but it does see that the file stays young.
    this.#heart = setInterval(() => touch(path), beat).unref();
  }

  release(): void {
    clearInterval(this.#heart);
    rmSync(this.#path, { force: true });
  }
}

function created(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function holderOf(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    // Gone meanwhile, or its writer died before it wrote.
    return undefined;
  }
}

function lives({ pid, birth: born, host }: Holder, path: string): boolean {
  if (host === hostname()) return born === "" ? answers(pid) : birthOf(pid) === born;
  const file = statSync(path, { throwIfNoEntry: false });
  return file !== undefined && Date.now() - file.mtimeMs < deadAfter;
}

/** As the kernel counts it; "" where that cannot be read, or the process has ended and only its parent has not asked yet. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, state, ...fields] = stat.slice(stat.lastIndexOf(")")).split(" ");
    return state === "Z" ? "" : (fields[18] ?? "");
  } catch {
    return "";
  }
}

/** All that can be known of a process where there is no /proc. */
function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // The folder was removed under a running router; its queries will say so better.
  }
}

function refusal(path: string, { pid, host }: Holder): string {
  return (
    `${dirname(path)} is used by process ${pid} on ${host}, and two would spoil each other's data. ` +
    `Stop that one, or give this one a ROUTER_DATA_DIR of its own (a DATABASE_URL may be shared).`
  );
}
