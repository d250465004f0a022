import { expect, onTestFinished, test, vi } from "vitest";
import type { Entry } from "../detector.ts";
import { lokiLike } from "../testing/loki.ts";
import { LokiSource } from "./loki.ts";

const NANO = 1_000_000n;
const web = { service: "web", pod: "web-1" };

function reader(url: string, from: number) {
  const told: string[] = [];
  const log = {
    debug: () => {},
    info: (_: unknown, text?: string) => told.push(text ?? String(_)),
    warn: (facts: object, text: string) => told.push(`${text}: ${JSON.stringify(facts)}`),
    error: () => {},
    isLevelEnabled: () => true,
  };
  const source = new LokiSource(
    { url, query: '{service=~".+"}', every: 20, behind: 0, log: log as never },
    from,
  );
  const entries: Entry[] = [];
  const stopping = new AbortController();
  const ended = source.follow(async (some) => void entries.push(...some), stopping.signal);
  onTestFinished(() => {
    stopping.abort();
    return ended;
  });
  return { source, entries, told };
}

test("every line is read once and in its order, over many pages and many at one moment", async () => {
  const from = Date.now() - 60_000;
  // 12,000 lines at 60 moments of two streams: pages end in the middle of moments.
  const lines = Array.from({ length: 12_000 }, (_, index) => ({
    at: BigInt(from + Math.floor(index / 200) * 500) * NANO,
    stream: index % 2 ? web : { container: "photos" },
    line: `line ${index}`,
  }));
  const loki = await lokiLike(lines);
  const { entries } = reader(loki.url, from);
  await vi.waitFor(() => expect(entries.length).toBeGreaterThanOrEqual(12_000), 20_000);
  expect(new Set(entries.map(({ line }) => line)).size).toBe(12_000);
  expect(entries).toHaveLength(12_000);
  expect(entries.map(({ time }) => time)).toEqual(entries.map(({ time }) => time).toSorted((a, b) => a - b));
  expect(new Set(entries.map(({ service }) => service))).toEqual(new Set(["web", "photos"]));
  loki.lines.push({ at: BigInt(Date.now()) * NANO, stream: web, line: "a new one" });
  await vi.waitFor(() => expect(entries.at(-1)?.line).toBe("a new one"), 5_000);
});

test("while Loki fails in whatever way, it is said once, and nothing is lost", async () => {
  const from = Date.now() - 10_000;
  const loki = await lokiLike([{ at: BigInt(from + 1) * NANO, stream: web, line: "kept" }]);
  loki.fault = "down";
  const { entries, told, source } = reader(loki.url, from);
  for (const fault of ["down", "page", "strange"] as const) {
    loki.fault = fault;
    const asked = loki.asked;
    await vi.waitFor(() => expect(loki.asked).toBeGreaterThan(asked + 2), 5_000);
  }
  expect([told.length, source.isDown]).toEqual([1, true]);
  expect(told[0]).toContain("Loki answers 500: too many outstanding requests");
  loki.fault = undefined;
  await vi.waitFor(() => expect(entries.map(({ line }) => line)).toEqual(["kept"]), 5_000);
  expect(told[1]).toBe("reads Loki again");
});

test("lines that are too large together are asked for in smaller pages", async () => {
  const from = Date.now() - 10_000;
  const large = "x".repeat(200_000);
  const lines = Array.from({ length: 300 }, (_, index) => ({
    at: BigInt(from + index) * NANO,
    stream: web,
    line: `${index} ${large}`,
  }));
  const loki = await lokiLike(lines);
  const { entries } = reader(loki.url, from);
  await vi.waitFor(() => expect(entries).toHaveLength(300), 20_000);
});

test("a clock that was far ahead, or a pause of days, leaves reading at a time that makes sense", async () => {
  const loki = await lokiLike([{ at: BigInt(Date.now() - 86_400_000) * NANO, stream: web, line: "old" }]);
  for (const from of [Date.now() + 30 * 86_400_000, Date.now() - 30 * 86_400_000]) {
    const { entries, told, source } = reader(loki.url, from);
    await vi.waitFor(() => expect(told).toHaveLength(1), 5_000);
    loki.lines.push({ at: BigInt(Date.now() + 100) * NANO, stream: web, line: "now" });
    await vi.waitFor(() => expect(entries.map(({ line }) => line)).toContain("now"), 5_000);
    expect(entries.map(({ line }) => line)).not.toContain("old");
    expect(Math.abs(source.readTo - Date.now())).toBeLessThan(5_000);
  }
});
