import * as z from "zod";
import { address, type Environment, readEnvironment, serving, whole } from "../kit/index.ts";

const schema = z.object({
  ...serving,
  DATABASE_URL: address(/^postgres(ql)?$/, "postgresql://agents:password@localhost:5432/agents"),
  /** Who may ask, with which key, and how much. */
  AGENT_PEOPLE_FILE: z.string({ error: "is not set; write the path of the file that says who may ask" }),
  AGENT_ROUTER_URL: address(/^https?$/, "http://router:8080"),
  AGENT_ROUTER_KEY: z.string({ error: "is not set; write the key of the router, or AGENT_ROUTER_KEY_FILE" }),
  /** Who answers where a run names nobody. */
  AGENT_MODEL: z.string().default("auto"),
  /** Runs that one copy works on at once. */
  AGENT_PARALLEL: whole(1, 256, 8).default(8),
  /** How long a copy may be silent before another takes its runs. */
  AGENT_LEASE_SECONDS: whole(1, 3600, 30).default(30),
  /** How long a model or a tool may take over one step: below what Node's own client waits. */
  AGENT_STEP_SECONDS: whole(1, 290, 280).default(280),
  /** How often a run may fail for what others do (a router that is away, a copy that is killed) in one place. */
  AGENT_TRIES: whole(1, 100, 8).default(8),
  /** How long runs are kept that have ended. */
  AGENT_KEEP_DAYS: whole(1, 3650, 30).default(30),
});

export type Settings = z.output<typeof schema>;

export function readSettings(environment: Environment) {
  return readEnvironment(
    { prefix: "AGENT", secrets: ["DATABASE_URL", "AGENT_ROUTER_KEY"], schema },
    environment,
  );
}
