import { createHash } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readJson, writeWhole } from "../../scripts/setup/files.mjs";
import { birth, isAlive } from "../../scripts/setup/processes.mjs";
import type { Part } from "./part.ts";

/** What is written down of a process, so that a later command finds it, and never ends another with the same id. */
const recordSchema = z.object({
  part: z.string(),
  pid: z.int().positive(),
  birth: z.string(),
  /** Of its command and arguments: a part whose data has changed is started anew. */
  fingerprint: z.string(),
  since: z.number(),
  /** The parts that it needs, so that it is ended before them. */
  needs: z.array(z.string()).default([]),
});

type Record = z.infer<typeof recordSchema>;

/** The processes of one sandbox, by their files in a folder. */
export class Records {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  write(part: Part, pid: number): void {
    const record: Record = {
      part: part.name,
      pid,
      birth: birth(pid),
      fingerprint: fingerprint(part),
      since: Date.now(),
      needs: part.needs,
    };
    writeWhole(this.#file(part.name), JSON.stringify(record));
  }

  /** Undefined where the process has ended, whatever its file says. */
  running(name: string): Record | undefined {
    const { data: record } = recordSchema.safeParse(readJson(this.#file(name)));
    return record && isAlive(record.pid) && birth(record.pid) === record.birth ? record : undefined;
  }

  /** Every part that is written down, and what it needs of the others. */
  needs(): { name: string; needs: string[] }[] {
    const names = this.names();
    return names.map((name) => {
      const { data: record } = recordSchema.safeParse(readJson(this.#file(name)));
      return { name, needs: record?.needs.filter((need) => names.includes(need)) ?? [] };
    });
  }

  isCurrent(part: Part): boolean {
    return this.running(part.name)?.fingerprint === fingerprint(part);
  }

  /** Every part that was ever started here and not stopped, running or killed. */
  names(): string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((file) => file.endsWith(".json"))
      .map((file) => decodeURIComponent(file.slice(0, -".json".length)));
  }

  forget(name: string): void {
    rmSync(this.#file(name), { force: true });
  }

  #file(name: string): string {
    return join(this.#folder, `${encodeURIComponent(name)}.json`);
  }
}

function fingerprint({ command, args, env = {} }: Part): string {
  return createHash("sha256")
    .update(JSON.stringify([command, args, env]))
    .digest("hex");
}
