import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { makeLog, SettingsProblem } from "../kit/index.ts";
import { startDetector } from "./program.ts";
import { readSettings } from "./settings.ts";
import { lokiLike } from "./testing/loki.ts";

const KEY = "a-key-of-the-house";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "anomalies-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

async function started(LOKI_URL: string, DATA_DIR: string) {
  const { read } = readSettings({
    LOKI_URL,
    DATA_DIR,
    ALERTMANAGER_URL: "http://127.0.0.1:9",
    ANOMALY_KEY: KEY,
    PORT: "0",
    DRAIN_SECONDS: "1",
  });
  const serving = await startDetector(read, makeLog("silent"));
  const ask = async (path: string, init: { method?: string; body?: string } = {}, key = KEY) => {
    const answer = await fetch(`${serving.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}` },
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return { serving, ask };
}

const line = (ago: number, text: string) => ({
  at: BigInt(Date.now() - ago) * 1_000_000n,
  stream: { service: "web" },
  line: text,
});

test("what was learned and what somebody said of it is there after a restart", async () => {
  const loki = await lokiLike();
  const data = folder();
  const first = await started(loki.url, data);
  loki.lines.push(
    line(-50, "guest ann has come"),
    line(-60, "guest bob has come"),
    line(-70, "Error: no key=k3y"),
  );
  const patterns = async ({ ask }: typeof first) =>
    (await ask("/patterns?service=web")).body.patterns as Pattern[];
  interface Pattern {
    id: string;
    template: string;
    total: number;
    verdict?: string;
  }
  await vi.waitFor(async () => expect(await patterns(first)).toHaveLength(2), 30_000);
  const guests = (await patterns(first)).find(({ total }) => total === 2);
  expect(guests?.template).toBe("guest <*> has come");
  const path = `/patterns/${guests?.id}/verdict`;
  expect(
    (await first.ask(path, { method: "PUT", body: '{"verdict":"fine"}' }, "another-key-of-it")).status,
  ).toBe(401);
  expect((await first.ask(path, { method: "PUT", body: '{"verdict":"good"}' })).status).toBe(400);
  expect(
    (await first.ask("/patterns/p99/verdict", { method: "PUT", body: '{"verdict":"bad"}' })).status,
  ).toBe(404);
  expect((await first.ask(path, { method: "PUT", body: '{"verdict":"fine"}' })).body).toMatchObject({
    verdict: "fine",
  });
  expect(readFileSync(join(data, "learned.json"), "utf8")).toContain('"verdict":"fine"');
  await first.serving.close();

  const second = await started(loki.url, data);
  onTestFinished(() => second.serving.close());
  expect(await patterns(second)).toHaveLength(2);
  expect((await second.ask(`/patterns/${guests?.id}`)).body).toMatchObject({ verdict: "fine", total: 2 });
  expect((await second.ask(path, { method: "DELETE" })).body).not.toHaveProperty("verdict");
  const metrics = await (await fetch(`${second.serving.url}/metrics`)).text();
  expect(metrics).toMatch(/^log_anomaly_patterns 2$/m);
}, 60_000);

test("a file that was half written is laid aside, and never lost", async () => {
  const loki = await lokiLike();
  const data = folder();
  writeFileSync(join(data, "learned.json"), '{"version":1,"window":');
  const { serving } = await started(loki.url, data);
  await serving.close();
  const [aside] = readdirSync(data).filter((name) => name.includes("unreadable"));
  expect(readFileSync(join(data, aside ?? ""), "utf8")).toBe('{"version":1,"window":');
  expect(existsSync(join(data, "learned.json"))).toBe(true);
});

test("settings that cannot work are told at once, and the key is not", () => {
  const read = () =>
    readSettings({ ANOMALY_KEY: "short-key", ALERTMANAGER_URL: "alertmanager:9093", LEARN_HOURS: "0" });
  expect(read).toThrow(SettingsProblem);
  expect(read).toThrow(
    /ALERTMANAGER_URL is not an address.*LEARN_HOURS is not a whole number.*ANOMALY_KEY is shorter/s,
  );
  expect(read).not.toThrow(/short-key/);
  expect(() => readSettings({ ANOMALY_KEY: KEY, ALERTMANAGER_URL: "http://a:1" })).toThrow(
    "LOKI_URL is not set",
  );
});
