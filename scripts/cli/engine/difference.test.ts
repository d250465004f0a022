import { expect, test } from "vitest";
import { differencesIn } from "./difference.ts";

type Step = Parameters<typeof differencesIn>[0];

const SECRET = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "[secret]",
};
const step = (before: object | undefined, after: object, rest: object = {}): Step =>
  ({ ...(before && { old: { inputs: before } }), new: { inputs: after }, ...rest }) as Step;

test("a nested change is told by its own path, with both values", () => {
  const before = { spec: { replicas: 1, images: ["a", "b"], labels: { "app.io/name": "x" } } };
  const after = { spec: { replicas: 3, images: ["a", "c"], labels: { "app.io/name": "y" } } };
  expect(differencesIn(step(before, after), false)).toEqual([
    { path: "spec.replicas", before: 1, after: 3, replaces: false },
    { path: "spec.images[1]", before: "b", after: "c", replaces: false },
    { path: 'spec.labels["app.io/name"]', before: "x", after: "y", replaces: false },
  ]);
});

test("a secret that changes is named by the provider alone, and its value is nowhere", () => {
  const detailedDiff = { password: { diffKind: "update", inputDiff: true } };
  const found = differencesIn(step({ password: SECRET }, { password: SECRET }, { detailedDiff }), false);
  expect(found).toEqual([{ path: "password", replaces: false }]);
  expect(differencesIn(step(undefined, { password: SECRET }), false)).toEqual([
    { path: "password", after: "[secret]", replaces: false },
  ]);
});

test("what forces a replacement is marked, down to the leaves", () => {
  const found = differencesIn(step({ disk: { size: 1 } }, { disk: { size: 2 } }, { keys: ["disk"] }), false);
  expect(found).toEqual([{ path: "disk.size", before: 1, after: 2, replaces: true }]);
});

test("a value that only the change will make known is told so", () => {
  const after = { address: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
  expect(differencesIn(step({}, after), false)[0]?.after).toBe("(known after the change)");
});
