import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { Postgres } from "../../router/database/testing/postgres.ts";
import { RouterProcess } from "../../router/testing/process.ts";
import { Upstream } from "../../router/testing/upstream.ts";
import { Notebook } from "./notebook.ts";
import { scripted } from "./scripted.ts";

export const people = [
  { name: "ada", key: "the-key-of-ada-is-long" },
  { name: "grace", key: "the-key-of-grace-is-long", tools: ["file_read"], runsOpen: 3, tokensPerDay: 100 },
];

/** What an agent server stands among: PostgreSQL, the router with its tools, and behind it a model that follows a script. */
export class House {
  readonly folder = mkdtempSync(join(tmpdir(), "agents-"));
  readonly notes = join(this.folder, "notes");
  readonly postgres: Postgres;
  readonly upstream: Upstream;
  readonly notebook: Notebook;
  readonly router: RouterProcess;
  #routerKey = "";

  static async start(): Promise<House> {
    const postgres = await Postgres.start();
    const upstream = await Upstream.start(scripted());
    const notebook = await Notebook.start();
    const house = new House({ postgres, upstream, notebook }, await postgres.database());
    await house.router.start();
    for (let tries = 0; !house.#routerKey; tries += 1) {
      const grants = { tools: ["*", "file_write", "mcp__desk__*"], models: ["*"] };
      const { json } = await house.router.ask("POST", "/admin/keys", { name: "agents", ...grants });
      house.#routerKey = typeof json.secret === "string" ? json.secret : "";
      if (tries > 100) throw new Error(`the router gives no key: ${JSON.stringify(json)}`);
    }
    return house;
  }

  private constructor(
    { postgres, upstream, notebook }: Pick<House, "postgres" | "upstream" | "notebook">,
    database: string,
  ) {
    this.postgres = postgres;
    this.upstream = upstream;
    this.notebook = notebook;
    mkdirSync(this.notes);
    writeFileSync(join(this.folder, "people.json"), JSON.stringify({ people }));
    this.router = new RouterProcess(
      JSON.stringify({
        providers: [{ name: "box", kind: "openai", baseUrl: upstream.url, models: ["fake"] }],
        tools: {
          roots: { notes: { folder: this.notes, writable: true } },
          sandbox: "none",
          mcp: { desk: { url: notebook.url } },
        },
      }),
      { DATABASE_URL: database },
    );
  }

  /** What a copy of the agent server is told; copies of one database share their runs. */
  settings(database: string, more: Record<string, string> = {}): Record<string, string> {
    return {
      PORT: "0",
      DRAIN_SECONDS: "5",
      DATABASE_URL: database,
      AGENT_PEOPLE_FILE: join(this.folder, "people.json"),
      AGENT_ROUTER_URL: this.router.url,
      AGENT_ROUTER_KEY: this.#routerKey,
      AGENT_MODEL: "fake",
      ...more,
    };
  }

  async sql(database: string, statement: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new pg.Client(database);
    await client.connect();
    try {
      return (await client.query(statement, values)).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.router.remove();
    await this.notebook.stop();
    await this.upstream.close();
    await this.postgres.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
