import {
  databaseUrl,
  defineService,
  fromConfig,
  generated,
  secretValue,
  urlOf,
  written,
} from "../../../../components/service/index.ts";
import { people } from "../../inventory/people.ts";

const keys = Object.keys(people ?? {}).map((name) => ({ name, secret: `key-${name}` }));

/** Agents over the router's models and tools; what may change something waits for whoever asked. */
export const agentServer = defineService({
  name: "agent-server",
  about: "Agents behind an API, as many as there is work",
  lifecycle: "production",
  program: "agent-server",
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  namespace: "self-hosted-ai", // the quota of ai-services has no room for five
  database: { on: "ai-postgres" },
  ports: { http: 8080 },
  files: {
    "/etc/agent-server/database": databaseUrl("ai-postgres", "agent-server"),
    "/etc/agent-server/router-key": secretValue("router"),
    "/etc/agent-server/people.json": written((hold) =>
      JSON.stringify({ people: keys.map(({ name, secret }) => ({ name, key: hold(secretValue(secret)) })) }),
    ),
  },
  env: {
    HOST: "0.0.0.0",
    DATABASE_URL_FILE: "/etc/agent-server/database",
    AGENT_PEOPLE_FILE: "/etc/agent-server/people.json",
    AGENT_ROUTER_URL: urlOf("router"),
    AGENT_ROUTER_KEY_FILE: "/etc/agent-server/router-key",
  },
  health: { ready: "/readyz", live: "/healthz", startsWithin: 60 },
  resources: { cpu: "250m..1", memory: "512Mi..2Gi" },
  scale: { min: 1, max: 5, cpu: 70 }, // the constitution's: bursts of work are met with up to five copies
  endsWithin: 30, // what it has not finished by then goes on elsewhere
  secrets: {
    router: fromConfig("router-key-of-agents"),
    ...Object.fromEntries(keys.map(({ secret }) => [secret, generated(32)])),
  },
  expose: { tailnet: { host: "agents" } },
  metrics: { port: "http", names: ["agent_*"] },
  alerts: [
    {
      name: "AgentsWaitForACopy",
      expr: "max(agent_oldest_due_seconds) > 900",
      for: "10m",
      severity: "warning",
      summary: "A run of an agent has waited for {{ $value | humanizeDuration }}",
      action:
        "See whether the copies of agent-server get on (agent_runs_left_total says why they leave runs)",
    },
  ],
});
