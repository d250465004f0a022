import { expect, test } from "vitest";
import { readLine } from "./line.ts";

const levels = (lines: string[]) => lines.map((line) => readLine(line).level);
const words = (line: string) => readLine(line).tokens.join(" ");

test("a line's own word for its level counts, then what its sentence says", () => {
  expect(
    levels([
      '{"level":30,"msg":"connection to nas failed, tries again"}',
      '{"severity":"ERROR","message":"it went wrong"}',
      "level=info msg=0 errors found",
      "2026-11-22 02:35:41.120 UTC [91] ERROR:  duplicate key",
      "W1122 02:35:41.120 1 reflector.go:120] watch closed",
      "[WARN] slow disk",
    ]),
  ).toEqual(["info", "error", "info", "error", "warn", "warn"]);
  expect(levels(["connection refused", "gave up: out of memory", "retrying in 5 s", "ready"])).toEqual([
    "error",
    "error",
    "warn",
    "info",
  ]);
});

test("what differs from one time to the next is a gap, and its name stays", () => {
  expect(words("Nov 22 02:35:41 session 17 of user=1000 from ann@example.com took 12ms")).toBe(
    "session <*> of user=<*> from <*> took <*>",
  );
  expect(words("[2026-11-22T02:35:41Z] backup done")).toBe("backup done");
  expect(words("Sun Nov 22 02:35:41 2026 backup done")).toBe("backup done");
});

test("of a record what people wrote is read, and of one without words which fields it has", () => {
  expect(words('{"level":50,"time":1,"msg":"no answer","err":{"message":"ECONNREFUSED"},"port":80}')).toBe(
    "no answer ECONNREFUSED",
  );
  expect(words('{"a":1,"b":2}')).toBe("a b");
  expect(words('{"a": cut off')).toBe('{"a": cut off');
});

test("the frames of a stack trace go on with what went wrong", () => {
  expect(readLine("    at read (file.js:1:2)").continues).toBe(true);
  expect(readLine("Error: nothing there").continues).toBe(false);
});
