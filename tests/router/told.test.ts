import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadConfig } from "../../workloads/router/config/index.ts";
import { privacyOf } from "../../workloads/router/providers/endpoint.ts";
import { readSettings } from "../../workloads/router/settings.ts";
import { DeployedRouter } from "./deployed.ts";

let deployed: DeployedRouter;
let container: ReturnType<DeployedRouter["container"]>;

beforeAll(async () => {
  deployed = await DeployedRouter.read();
  container = deployed.container();
});
afterAll(() => rmSync(container.folder, { recursive: true }));

describe("what the homelab tells the router is understood by it", () => {
  test("its environment", () => {
    const settings = readSettings(container.environment);
    expect(settings.strange).toEqual([]);
    expect(settings.databaseUrl).toBe(
      "postgresql://router:a-secret-called-database@ai-postgres.self-hosted-ai.svc:5432/router",
    );
    expect(settings.adminKey).toBe("a-secret-called-admin-key");
    expect(settings.port).toBe(deployed.service.ports.http?.number);
  });

  test("its providers, each with its key", async () => {
    const { providers } = await loadConfig(readSettings(container.environment).config ?? "");
    const addresses = Object.fromEntries(providers.map(({ name, baseUrl }) => [name, baseUrl]));
    expect(addresses).toEqual({
      gaming_pc: "http://192.168.1.50:8080/v1",
      local_3070: "http://192.168.1.99:11434",
      processors: "http://ollama.self-hosted-ai.svc:11434",
      litellm: "http://litellm.ai-services.svc:4000/v1",
      zai: "https://api.z.ai/api/paas/v4",
      claude_harness: "http://192.168.1.170:8013/v1",
      anthropic: "https://api.anthropic.com",
    });
    expect(providers.find(({ name }) => name === "zai")?.apiKey).toBe("a-secret-called-zai");
  });

  test("who of them is in the house: nobody who hands on what he is told", async () => {
    const { providers } = await loadConfig(readSettings(container.environment).config ?? "");
    const local = providers.filter((each) => privacyOf(each) === "local").map(({ name }) => name);
    expect(local).toEqual(["gaming_pc", "local_3070", "processors", "litellm"]);
  });

  test("it is given longer to end than it lets its streams drain", () => {
    const { drainSeconds } = readSettings(container.environment);
    expect(deployed.service.endsWithin).toBeGreaterThan(drainSeconds + 5);
  });
});
