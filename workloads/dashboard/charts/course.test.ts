import { expect, test } from "vitest";
import type { Bucket } from "../api/shapes.ts";
import { courseOf } from "./course.ts";

const none = { p50: null, p95: null, p99: null };
const bucket = (at: number, requests: number): Bucket => ({
  at: new Date(at).toISOString(),
  requests,
  failures: 0,
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
  cost: 0,
  firstByteMs: { p50: 7, p95: 8, p99: 9 },
  totalMs: none,
  queuedMs: none,
  tokensPerSecond: none,
});

test("where nothing was asked, there were no requests, and no time is known", () => {
  const read = [
    { of: ({ requests }: Bucket) => requests, empty: 0 as const },
    { of: ({ firstByteMs }: Bucket) => firstByteMs.p50, empty: null },
  ];
  expect(courseOf([bucket(120_000, 3)], { from: 65_000, to: 185_000, seconds: 60 }, read)).toEqual({
    at: [60_000, 120_000, 180_000],
    values: [
      [0, 3, 0],
      [null, 7, null],
    ],
  });
});
