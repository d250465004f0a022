import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a program is told so that it runs alone, and has nothing to do. */
type Settings = (folder: string) => Record<string, string>;

const SERVICES = 150;
const NOBODY = "http://127.0.0.1:9";

function housed(folder: string): Record<string, string> {
  const file = join(folder, "house.json");
  const services = Array.from({ length: SERVICES }, (_, number) => ({
    name: `service-${number}`,
    about: "One of a whole house, with a line on what it is for",
    group: `group-${number % 12}`,
    machines: [`machine-${number % 10}`],
    needs: number > 0 ? [`service-${Math.floor(number / 2)}`] : [],
  }));
  const machines = Array.from({ length: 10 }, (_, number) => ({ name: `machine-${number}` }));
  writeFileSync(file, JSON.stringify({ name: "bench", services, machines }));
  return { HOMEBRAIN_HOUSE_FILE: file, HOMEBRAIN_DATA_DIR: join(folder, "data") };
}

function shared(folder: string): Record<string, string> {
  const [sources, results] = [join(folder, "sources"), join(folder, "results")];
  for (const each of [sources, results]) mkdirSync(each);
  return { TRANSCODE_SOURCES: sources, TRANSCODE_RESULTS: results, TRANSCODE_BY: "processors" };
}

/** Nobody answers it there, and it asks again: that is as idle as it ever is. */
function listening(folder: string): Record<string, string> {
  return {
    DATA_DIR: join(folder, "data"),
    LOKI_URL: NOBODY,
    ALERTMANAGER_URL: NOBODY,
    ANOMALY_KEY: "a-key-for-the-bench",
  };
}

/** Discord is away; it waits for it. */
function botted(folder: string): Record<string, string> {
  const key = "a-key-for-the-bench";
  return {
    ARR_BOT_DATA_DIR: join(folder, "data"),
    ARR_BOT_DISCORD_PORT: "0",
    ARR_BOT_WEBHOOK_KEY: key,
    DISCORD_TOKEN: key,
    DISCORD_API_URL: NOBODY,
    SEERR_URL: NOBODY,
    SEERR_KEY: key,
    SONARR_URL: NOBODY,
    SONARR_KEY: key,
    RADARR_URL: NOBODY,
    RADARR_KEY: key,
  };
}

function asked(folder: string): Record<string, string> {
  const { HOMEBRAIN_HOUSE_FILE = "" } = housed(folder);
  return {
    LAB_MCP_CATALOGUE_FILE: HOMEBRAIN_HOUSE_FILE,
    LAB_MCP_DATA_DIR: join(folder, "data"),
    LAB_MCP_KEYS: "bench a-key-for-the-bench",
    LAB_MCP_APPROVERS: "somebody another-key-for-it",
  };
}

/** Its database is away, and it tries again. */
function hired(folder: string): Record<string, string> {
  const file = join(folder, "people.json");
  writeFileSync(file, JSON.stringify({ people: [{ name: "bench", key: "a-key-for-the-bench" }] }));
  return {
    DATABASE_URL: "postgresql://agents@127.0.0.1:9/agents",
    AGENT_PEOPLE_FILE: file,
    AGENT_ROUTER_URL: NOBODY,
    AGENT_ROUTER_KEY: "a-key-for-the-bench",
  };
}

/** The same, without a database. */
function atHome(folder: string): Record<string, string> {
  const file = join(folder, "household.json");
  writeFileSync(file, JSON.stringify({ timeZone: "UTC", people: [{ name: "ada", called: "Ada" }] }));
  return {
    FAMILY_HOUSEHOLD_FILE: file,
    FAMILY_SECRET: "a-secret-for-the-bench-that-is-long",
    DATABASE_URL: "postgresql://bench@127.0.0.1:9/bench",
  };
}

/** What waits for a database serves without one, and is never ready. */
export const withoutDatabase = new Set(["agent-server", "family-assistant"]);

/** Programs that serve; those that come to an end by themselves hold nothing when they are idle. */
export const subjects: Record<string, Settings> = {
  "agent-server": hired,
  "arr-bot": botted,
  "family-assistant": atHome,
  "homebrain-api": housed,
  "lab-mcp": asked,
  "log-anomaly-detector": listening,
  transcode: shared,
};
