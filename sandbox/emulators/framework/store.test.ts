import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CorruptJournal, Store } from "./index.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "store-"));
  path = join(folder, "state.jsonl");
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

/** Opens the file, does something, and closes it again. */
function within<Result>(work: (store: Store) => Result): Result {
  const store = Store.open(path);
  try {
    return work(store);
  } finally {
    store.close();
  }
}

const zones = (store: Store) => store.collection<{ name: string; tags?: string[] }>("zones");

test("what was written is there again, in the order in which it was made", () => {
  within((store) => {
    for (const name of ["c", "a", "b"]) zones(store).put(name, { name });
    zones(store).put("c", { name: "c, renamed" });
    expect(zones(store).delete("a")).toBe(true);
    expect(zones(store).delete("a")).toBe(false);
    zones(store).put("a", { name: "a again" });
    expect(zones(store).all()).toEqual([{ name: "c, renamed" }, { name: "b" }, { name: "a again" }]);
  });
  within((store) => {
    expect(zones(store).all()).toEqual([{ name: "c, renamed" }, { name: "b" }, { name: "a again" }]);
    expect(zones(store).has("a")).toBe(true);
    expect(store.collection("records").all()).toEqual([]);
  });
});

test("what is given out, and what was put in, can be changed without changing what is there", () => {
  within((store) => {
    const given = { name: "a", tags: ["one"] };
    zones(store).put("a", given);
    given.tags.push("two");
    zones(store).get("a")?.tags?.push("three");
    zones(store).all()[0]?.tags?.push("four");
    expect(zones(store).get("a")).toEqual({ name: "a", tags: ["one"] });
  });
});

test("a list is one value, and not as many as it has items", () => {
  within((store) => {
    store.collection<string[]>("lists").put("a", ["one", "two"]);
    expect(store.collection<string[]>("lists").all()).toEqual([["one", "two"]]);
  });
});

test("a change is written down by a flush, and all of a request's at once", () => {
  const store = Store.open(path);
  zones(store).put("a", { name: "a" });
  zones(store).put("b", { name: "b" });
  expect(readFileSync(path, "utf8")).toBe("");
  store.flush();
  // As a process that was killed leaves it: nobody has closed anything.
  expect(within((again) => zones(again).all())).toEqual([{ name: "a" }, { name: "b" }]);
  store.close();
});

test("a last line that a kill has cut short is dropped, and what follows is not glued to it", () => {
  within((store) => zones(store).put("a", { name: "a" }));
  appendFileSync(path, '["zones","b",{"name":"b');
  within((store) => {
    expect(zones(store).all()).toEqual([{ name: "a" }]);
    zones(store).put("c", { name: "c" });
  });
  expect(within((store) => zones(store).all())).toEqual([{ name: "a" }, { name: "c" }]);
});

test.each([
  ["no JSON", "nonsense"],
  ["no change", '{"zones":{}}'],
  ["a change without a value", '["zones","b"]'],
  ["a change of nothing", '[1,2,{"name":"b"}]'],
])("a line that is %s is told by its number, and nothing is lost by it", (_, line) => {
  const text = `["zones","a",{"name":"a"}]\n${line}\n["zones","c",{"name":"c"}]\n`;
  writeFileSync(path, text);
  expect(() => Store.open(path)).toThrow(CorruptJournal);
  expect(() => Store.open(path)).toThrow(`${path}, line 2, is not a change that the sandbox wrote`);
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("a file that is mostly history is rewritten, readable by its owner alone", () => {
  within((store) => {
    for (let round = 0; round < 500; round += 1) {
      zones(store).put("a", { name: `a ${round}` });
      zones(store).put(`once ${round}`, { name: "gone" });
      zones(store).delete(`once ${round}`);
    }
  });
  const { size } = statSync(path);
  expect(within((store) => zones(store).all())).toEqual([{ name: "a 499" }]);
  expect(statSync(path).size).toBeLessThan(size / 100);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(within((store) => zones(store).all())).toEqual([{ name: "a 499" }]);
});

test("who is behind sees the world as it was so long ago, with all that has happened since undone", () => {
  vi.useFakeTimers();
  within((store) => {
    const seen = (ms: number) =>
      store.lagging(ms, () =>
        zones(store)
          .all()
          .map(({ name }) => name),
      );
    zones(store).put("a", { name: "a" });
    vi.advanceTimersByTime(1000);
    zones(store).put("a", { name: "a, renamed" });
    zones(store).put("b", { name: "b" });
    vi.advanceTimersByTime(100);
    zones(store).delete("a");
    zones(store).put("b", { name: "b, renamed" });

    expect(seen(0)).toEqual(["b, renamed"]);
    expect(seen(50)).toEqual(["a, renamed", "b"]);
    expect(seen(500)).toEqual(["a"]);
    expect(seen(2000)).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(seen(50)).toEqual(["b, renamed"]);
    // Only for the one who reads so.
    expect(zones(store).all()).toEqual([{ name: "b, renamed" }]);
  });
});

test("nobody is behind any more when reading has failed", () => {
  within((store) => {
    expect(() =>
      store.lagging(1000, () => {
        throw new Error("while reading");
      }),
    ).toThrow("while reading");
    zones(store).put("a", { name: "a" });
    expect(zones(store).has("a")).toBe(true);
  });
});
