import pg from "pg";
import { freePort } from "../../components/testing/index.ts";
import { Postgres } from "../../workloads/router/database/testing/postgres.ts";
import { adminKey, RouterProcess } from "../../workloads/router/testing/process.ts";
import { answers, refuses, Upstream } from "../../workloads/router/testing/upstream.ts";

const yaml = (fast: string, slow: string) => `
providers:
  - name: gaming_pc
    kind: openai
    baseUrl: ${fast}
    privacy: local
    models: [{ id: qwen3-14b, context: 40960, tools: true }, { id: gemma3-12b, context: 8192, vision: true }]
    concurrency: 2
  - name: zai
    kind: openai
    baseUrl: ${slow}
    privacy: outside
    models: [{ id: glm-4.6, context: 200000, cost: { prompt: 600, completion: 2200 } }]
aliases:
  auto: [gaming_pc/*, zai/*]
`;

/** A real router on a real PostgreSQL, with two providers whose answers a test decides. */
export class House {
  readonly fast: Upstream;
  readonly slow: Upstream;
  readonly router: RouterProcess;
  readonly #postgres: Postgres;
  readonly #database: string;

  static async start(): Promise<House> {
    const [fast, slow, postgres] = await Promise.all([Upstream.start(), Upstream.start(), Postgres.start()]);
    const database = await postgres.database();
    const router = await RouterProcess.start(yaml(fast.url, slow.url), {
      DATABASE_URL: database,
      // The same after it was away.
      PORT: String(await freePort()),
    });
    return new House({ fast, slow, router, postgres, database });
  }

  private constructor(parts: {
    fast: Upstream;
    slow: Upstream;
    router: RouterProcess;
    postgres: Postgres;
    database: string;
  }) {
    this.fast = parts.fast;
    this.slow = parts.slow;
    this.router = parts.router;
    this.#postgres = parts.postgres;
    this.#database = parts.database;
  }

  /** Asks as a client does; what is said in a conversation is remembered. */
  async ask(text: string, { key = adminKey, model = "auto", conversation = "" } = {}): Promise<number> {
    const response = await fetch(`${this.router.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({
        model,
        stream: true,
        messages: [{ role: "user", content: text }],
        ...(conversation && { conversation }),
      }),
    });
    await response.text();
    return response.status;
  }

  async key(name: string, more: object = {}): Promise<{ id: string; secret: string }> {
    const { json } = await this.router.ask("POST", "/admin/keys", { name, ...more });
    return json as unknown as { id: string; secret: string };
  }

  /** Something to see: people, providers, failures, waiting, memory. */
  async live(): Promise<void> {
    this.fast.behave = answers("A cat sleeps where the sun comes in. ".repeat(4), { pace: 4 });
    const phone = await this.key("phone", { limits: { budgetPerDay: 1, requestsPerMinute: 600 } });
    const laptop = await this.key("laptop", { person: "ada", models: ["*"], limits: { budgetPerMonth: 20 } });
    await Promise.all(
      Array.from({ length: 12 }, (_, turn) =>
        this.ask("Hello?", {
          key: turn % 3 ? phone.secret : laptop.secret,
          model: turn % 4 ? "auto" : "glm-4.6",
        }),
      ),
    );
    this.slow.behave = refuses(400, "This cannot be answered.");
    await this.ask("Anybody?", { key: laptop.secret, model: "glm-4.6" });
    this.slow.behave = answers();
    for (const [title, question] of talks) {
      this.fast.behave = answers(`About ${title}: it depends on the light, and on how patient you are.`);
      await this.ask(question, { key: laptop.secret, conversation: title });
    }
    this.fast.behave = answers();
  }

  /** As many requests as a busy house has in weeks, written as the router writes them. */
  async past(count: number): Promise<void> {
    // The router makes its tables before it answers this.
    await this.router.ask("GET", "/admin/keys");
    const client = new pg.Client({ connectionString: this.#database });
    await client.connect();
    await client.query(
      `INSERT INTO usage (id, at, key_id, person, api, model, provider, provider_model, stream, status, prompt_tokens,
         completion_tokens, partial, cost, queued_ms, first_byte_ms, total_ms, attempts, why)
       SELECT 'past-' || n, now() - interval '1 minute' - (n * 0.8) * interval '1 second', 'key_' || n % 3, 'ada', 'chat',
         (ARRAY['auto', 'qwen3-14b', 'glm-4.6'])[1 + n % 3], CASE WHEN n % 3 = 2 THEN 'zai' ELSE 'gaming_pc' END,
         'qwen3', true, CASE WHEN n % 37 = 0 THEN 502 ELSE 200 END, 200 + n % 900, 50 + n % 400, false,
         CASE WHEN n % 3 = 2 THEN 900 + n % 700 ELSE 0 END, (n % 50) * 3, waited, waited + 500 + random() * 9000, 1,
         'in VRAM, 180 ms, before 2 more'
       FROM (SELECT n, (120 + 80 * sin(n / 4000.0) + random() * random() * 900)::real AS waited
             FROM generate_series(1, $1::int) AS n) AS past`,
      [count],
    );
    await client.end();
  }

  async stop(): Promise<void> {
    await this.router.remove();
    await Promise.all([this.fast.close(), this.slow.close(), this.#postgres.stop()]);
  }
}

const talks = [
  ["tomatoes", "When shall I plant tomatoes?"],
  ["bicycles", "How do I mend a bicycle's chain?"],
  ["Lisbon", "What is worth seeing in Lisbon in March?"],
] as const;
