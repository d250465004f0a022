import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readLab, serviceNamed } from "../../components/lab/index.ts";
import { inGroup, service, TODAY, testInventory } from "../../components/testing/index.ts";
import { limits } from "./examples/namespaces.ts";
import { navidrome } from "./examples/storage.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}${path}`, "utf8");

const owner = { uid: 1000, gid: 1000 };
const node006 = {
  ...testInventory.machines.pve,
  lan: "192.168.1.11",
  pools: {
    data01: {
      layout: "raidz2",
      capacity: "64TB",
      datasets: { media: { about: "films and music", owner, share: "nfs" } },
    },
  },
};
const { core } = testInventory.clusters ?? {};
const clusters = { ...testInventory.clusters, core: { ...core, ...limits } };

function labOfPages() {
  const spec = { ...testInventory, machines: { ...testInventory.machines, node006 }, clusters };
  const services = [navidrome, service({ resources: { cpu: "100m..1", memory: "128Mi..256Mi" } })];
  return readLab(
    {
      name: "test",
      inventory: { file: "inventory.ts", spec },
      services: services.map((each) => inGroup("apps", each)),
    },
    TODAY,
  );
}

test("the pages of storage and namespaces show examples that one lab accepts", () => {
  // On the page it stands where a service's file would lie.
  expect(read("docs/reference/storage.md")).toContain(
    read("tests/docs/examples/storage.ts").replaceAll("../../../components", "../../../../components"),
  );
  expect(read("docs/reference/namespaces.md")).toContain(read("tests/docs/examples/namespaces.ts"));
  const lab = labOfPages();
  expect(Object.keys(serviceNamed(lab, "navidrome").volumes)).toHaveLength(5);
  expect(lab.inventory.clusters.core?.namespaces.apps?.mesh).toBe(true);
});

test("the messages on the pages are those that people get", () => {
  const mistakes = [
    "storage/beyond-its-row",
    "storage/pinned-to-a-node-by-its-disk",
    "namespaces/quota-too-small",
  ];
  const pages = read("docs/reference/storage.md") + read("docs/reference/namespaces.md");
  for (const mistake of mistakes) expect(pages).toContain(read(`tests/invalid/${mistake}.txt`));
});
