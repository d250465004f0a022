import fc from "fast-check";
import { expect, test } from "vitest";
import { checkInventory, inventory } from "../inventory/index.ts";
import { TODAY, testInventory } from "../testing/index.ts";
import { longhornValues } from "./longhorn.ts";

const budget = { total: "100Gi", reserved: "10Gi", services: {} };

function core(change: object) {
  const { clusters } = testInventory;
  return inventory.parse({
    ...testInventory,
    clusters: { ...clusters, core: { ...clusters?.core, ...change } },
  });
}

test("every disk is on two nodes where there are two, and Longhorn keeps off what is not its own", () => {
  expect(longhornValues("core", core({}))).toMatchObject({
    persistence: { defaultClassReplicaCount: 2 },
    defaultSettings: { defaultReplicaCount: 2, storageReservedPercentageForDefaultDisk: 30 },
  });
  const alone = core({ nodes: { "core-server": { role: "server" } } });
  expect(longhornValues("core", alone).persistence).toEqual({ defaultClassReplicaCount: 1 });
});

test("backups go to the share that the cluster names, where it reaches it", () => {
  expect(longhornValues("core", core({ storage: { budget, backups: "nas/media" } }))).toMatchObject({
    defaultBackupStore: { backupTarget: "nfs://192.168.1.5:/volume1/media" },
  });
  expect(longhornValues("core", core({}))).not.toHaveProperty("defaultBackupStore");
});

test("a budget is refused exactly where its rows and its reserve are more than its total", () => {
  const sizes = fc.integer({ min: 1, max: 100 });
  fc.assert(
    fc.property(sizes, sizes, fc.array(sizes, { maxLength: 6 }), (total, reserved, rows) => {
      const services = Object.fromEntries(rows.map((size, at) => [`service-${at}`, `${size}Mi`]));
      const read = core({
        storage: { budget: { total: `${total}Mi`, reserved: `${reserved}Mi`, services } },
      });
      const told = checkInventory(read, "inventory.ts", TODAY).filter(({ what }) =>
        what.includes("its rows come to"),
      );
      const sum = rows.reduce((whole, size) => whole + size, reserved);
      expect(told).toHaveLength(sum > total ? 1 : 0);
    }),
  );
});
