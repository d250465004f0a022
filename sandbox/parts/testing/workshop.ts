import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Part, type PartStatus, Ports, Supervisor } from "../index.ts";

/** How a part of a test behaves, other than answering at once and ending when it is asked to. */
export interface Manner {
  needs?: string[];
  readyAfterMs?: number;
  /** Does not end when it is asked to. */
  deaf?: boolean;
  /** Ends at once, with these words. */
  lastWords?: string;
  morePorts?: number[];
}

/** A folder with a supervisor in it, and parts that are small real servers. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), "parts-"));
  readonly supervisor = new Supervisor(this.folder);
  readonly #ports = new Ports(join(this.folder, "ports.json"));
  readonly #diary = join(this.folder, "diary");
  readonly told: string[] = [];

  constructor() {
    writeFileSync(join(this.folder, "server.mjs"), server);
  }

  async part(name: string, { needs = [], morePorts, ...manner }: Manner = {}): Promise<Part> {
    const { port } = await this.#ports.group(name, ["port"]);
    return {
      name,
      command: process.execPath,
      args: [join(this.folder, "server.mjs"), JSON.stringify({ name, port, ...manner })],
      env: { DIARY: this.#diary },
      port,
      needs,
      ready: { url: `http://127.0.0.1:${port}/` },
      ...(morePorts && { morePorts }),
    };
  }

  start(...parts: Part[]): Promise<string[]> {
    return this.supervisor.start(parts, (text) => this.told.push(text));
  }

  async status(...parts: Part[]): Promise<Record<string, PartStatus["state"]>> {
    const told = await this.supervisor.status(parts);
    return Object.fromEntries(told.map(({ name, state }) => [name, state]));
  }

  async pidOf(part: Part): Promise<number> {
    const [status] = await this.supervisor.status([part]);
    return status?.pid ?? Number.NaN;
  }

  /** What the parts themselves have lived through, in its order. */
  diary(): string[] {
    return existsSync(this.#diary) ? readFileSync(this.#diary, "utf8").trim().split("\n") : [];
  }

  recordOf(name: string): string {
    return join(this.folder, "run", `${encodeURIComponent(name)}.json`);
  }

  say(part: string, bytes: number): void {
    appendFileSync(this.supervisor.logOf(part), "x".repeat(bytes));
  }

  async close(): Promise<void> {
    await this.supervisor.stop("SIGKILL");
    rmSync(this.folder, { recursive: true });
  }
}

const server = `
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
const { name, port, readyAfterMs = 0, deaf, lastWords } = JSON.parse(process.argv[2]);
const note = (what) => appendFileSync(process.env.DIARY, name + " " + what + "\\n");
note("begins");
if (lastWords) {
  console.error(lastWords);
  process.exit(1);
}
process.on("SIGTERM", () => {
  note("is asked to end");
  if (!deaf) process.exit();
});
let ready = false;
createServer((_, response) => response.writeHead(ready ? 200 : 503).end()).listen(port, "127.0.0.1");
setTimeout(() => {
  ready = true;
  note("is ready");
}, readyAfterMs);
`;
