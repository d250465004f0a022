import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../../scripts/setup/paths.mjs";
import { freePort, GATEWAY, startServer } from "../process.ts";
import type { Ground, Subject } from "../subject.ts";

const adminKey = "admin-of-the-benchmark";

/** High enough that nothing is refused; that they are counted is what costs. */
const limits = {
  requestsPerMinute: 100_000_000,
  tokensPerMinute: 1_000_000_000_000,
  budgetPerDay: 1_000_000,
  budgetPerMonth: 1_000_000,
};

/** As its pods run it: see `components/service/runtime.ts`. */
const frugal = { NODE_OPTIONS: "--max-semi-space-size=8", MALLOC_MMAP_THRESHOLD_: "16384" };

/** The router as it is deployed, with a key that has every kind of limit; its database embedded unless told. */
export async function startRouter(ground: Ground, databaseUrl?: string): Promise<Subject> {
  const folder = mkdtempSync(join(ground.folder, "router-"));
  const config = join(folder, "providers.yaml");
  const provider = { name: "upstream", kind: "openai", baseUrl: `${ground.upstream}/v1`, models: ["fake"] };
  // JSON is YAML too.
  writeFileSync(config, JSON.stringify({ providers: [provider] }));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startServer(GATEWAY, [process.execPath, "scripts/workload.mjs", "router"], {
    log: join(folder, "router.log"),
    ready: `${origin}/readyz`,
    cwd: checkout,
    env: {
      PORT: String(port),
      ROUTER_CONFIG: config,
      ROUTER_ADMIN_KEY: adminKey,
      ROUTER_DATA_DIR: join(folder, "data"),
      DATABASE_URL: databaseUrl,
      ...frugal,
    },
  });
  const secret = await makeKey(origin);
  return {
    name: databaseUrl ? "router, PostgreSQL" : "router",
    version: "",
    url: `${origin}/v1/chat/completions`,
    headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
    model: "fake",
    server,
    idleKb: server.residentKb,
  };
}

async function makeKey(origin: string): Promise<string> {
  const response = await fetch(`${origin}/admin/keys`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${adminKey}` },
    body: JSON.stringify({ name: "bench", limits }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the router makes no key: ${response.status} ${text}`);
  return JSON.parse(text).secret;
}
