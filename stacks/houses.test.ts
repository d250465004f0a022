import { expect, test } from "vitest";
import { inGroup, service, testInventory } from "../components/testing/index.ts";
import { labSpecOf, type Said } from "./houses.ts";

const { core, brain } = testInventory.clusters;
const desk = { ...testInventory, house: "big", clusters: {} };

function said(name: string, spec: object, ...services: Parameters<typeof inGroup>[1][]): Said {
  return {
    name,
    inventory: { file: `${name}/inventory.ts`, spec: { ...testInventory, ...spec } },
    services: services.map((each) => inGroup("apps", each)),
  };
}

const made = (stack: string, all: Said[]) => labSpecOf(stack, all).services.map(({ spec }) => spec.name);
const llama = service({ name: "llama", place: { docker: "desk" } });
const nginx = service({ name: "nginx", place: { docker: "desk" } });

test("a stack makes what lies in its folder, and sees what the others of its house say", () => {
  const all = [
    said("big", { clusters: { core } }, service()),
    said("small", desk, llama),
    said("far", { clusters: { brain } }),
  ];
  expect(made("big", all)).toEqual(["web"]);
  expect(made("small", all)).toEqual(["llama"]);
  expect(labSpecOf("big", all).others?.map(({ name }) => name)).toEqual(["small"]);
  expect(labSpecOf("far", all).others).toEqual([]);
});

test("what is placed on the cluster of another stack is made by that one, and by it alone", () => {
  const moved = service({ name: "llama", place: { cluster: "core" } });
  const all = [said("big", { clusters: { core } }, service()), said("small", desk, moved, nginx)];
  expect(made("big", all)).toEqual(["web", "llama"]);
  expect(made("small", all)).toEqual(["nginx"]);
});

test("a stack without machines makes nothing any more", () => {
  const all = [
    said("big", { clusters: { core } }, service()),
    said("small", { ...desk, machines: {} }, llama, nginx),
  ];
  expect(made("small", all)).toEqual([]);
});
