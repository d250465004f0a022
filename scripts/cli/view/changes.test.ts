import { expect, test } from "vitest";
import type { Change } from "../engine/tally.ts";
import { changeList } from "./changes.ts";

function created(owner: string, type: string, index = 0): Change {
  const name = `${owner}-${index}`;
  return {
    urn: `urn:${name}`,
    type,
    name,
    owner,
    component: type.startsWith("homelab:"),
    op: "create",
    diff: [],
  };
}

const music = [
  created("music", "homelab:kubernetes:Service"),
  created("music", "kubernetes:apps/v1:Deployment"),
  ...[1, 2].map((index) => created("music", "kubernetes:core/v1:Service", index)),
];
const crowd = Array.from({ length: 20 }, (_, index) => created("films", "kubernetes:core/v1:Secret", index));

test("a few new resources are listed by their names", () => {
  const list = changeList(music, false);
  expect(list.split("\n")).toHaveLength(4);
  expect(list).toContain("music-1");
});

test("many are told by the service that they are parts of, and the services themselves are not counted as parts", () => {
  const list = changeList([...crowd, ...music], false);
  expect(list.split("\n").map((line) => line.trim())).toEqual([
    "+ create films  20 Secret",
    "+ create music  Deployment, 2 Service",
  ]);
});

test("what is replaced or deleted is listed by name even then, and first", () => {
  const gone: Change = { ...created("films", "kubernetes:core/v1:PersistentVolumeClaim", 99), op: "delete" };
  const [first = ""] = changeList([gone, ...crowd, ...music], false).split("\n");
  expect(first).toContain("DELETE");
  expect(first).toContain("films-99");
});

test("what a cluster reports by itself is told only where nothing else has changed", () => {
  const changed = (...paths: string[]): Change => ({
    ...created("films", "kubernetes:apps/v1:Deployment"),
    op: "update",
    diff: paths.map((path) => ({ path, replaces: false })),
  });
  const scaled = changeList([changed("spec.replicas", "status.replicas", "metadata.generation")], false);
  expect(scaled).toMatch(/spec\.replicas$/);
  expect(changeList([changed("status.replicas")], false)).toMatch(/status\.replicas$/);
});
