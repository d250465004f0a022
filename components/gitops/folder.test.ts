import fc from "fast-check";
import { expect, test } from "vitest";
import { changesFor, recordOf } from "./folder.ts";

const files = fc.dictionary(fc.constantFrom("a.yaml", "b/c.yaml", "b/d.yaml", "e.yaml"), fc.string());
const reader = (disk: { [path: string]: string }) => (path: string) => disk[path];

test("what was rendered and written is rendered no different", () => {
  fc.assert(
    fc.property(files, (all) => {
      const nothing = { write: [], remove: [], changed: [], inTheWay: [] };
      expect(changesFor(all, recordOf(all), reader(all))).toEqual(nothing);
    }),
  );
});

test("nothing is removed or written over that somebody else has made or changed", () => {
  fc.assert(
    fc.property(files, files, files, (rendered, written, disk) => {
      const { write, remove } = changesFor(rendered, recordOf(written), reader(disk));
      for (const path of remove) {
        expect(disk[path]).toBe(written[path]);
        expect(rendered).not.toHaveProperty([path]);
      }
      for (const path of write) if (path in disk) expect(written).toHaveProperty([path]);
    }),
  );
});

test("a file of somebody else where one of ours belongs is told", () => {
  expect(changesFor({ a: "ours" }, {}, reader({ a: "theirs" }))).toMatchObject({
    inTheWay: ["a"],
    write: [],
  });
  expect(changesFor({ a: "same" }, {}, reader({ a: "same" }))).toMatchObject({ inTheWay: [], write: [] });
});

test("a stale file that somebody has changed stays, and is told", () => {
  const record = recordOf({ a: "ours", b: "ours" });
  expect(changesFor({}, record, reader({ a: "ours", b: "mended by hand" }))).toMatchObject({
    remove: ["a"],
    changed: ["b"],
  });
});
