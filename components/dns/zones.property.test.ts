import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Inventory, inventory } from "../inventory/index.ts";
import { complaintOf, readerNamed } from "../testing/index.ts";
import { namedLab } from "./testing/lab.ts";
import { zoneFile } from "./zone-file.ts";
import { planZones } from "./zones.ts";

const namedCheckzone = readerNamed("named-checkzone");

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const byte = fc.integer({ min: 1, max: 254 });

/** A house of many machines, each at an address of its own. */
const houses = fc
  .uniqueArray(fc.tuple(label, byte, byte), { selector: ([name]) => name, maxLength: 12 })
  .chain((each) => fc.constant([...new Map(each.map(([name, third, last]) => [`${third}.${last}`, name]))]))
  .map((entries) =>
    Object.fromEntries(
      entries.map(([tail, name]) => [
        `x${name}`,
        {
          kind: "workstation" as const,
          about: "a desk",
          site: "house",
          lan: `192.168.${tail}`,
          memory: "8Gi" as const,
        },
      ]),
    ),
  );

function zonesOf(machines: object) {
  const lab = namedLab();
  const spec = {
    ...lab.inventory,
    machines: { ...lab.inventory.machines, ...inventory.shape.machines.parse(machines) },
  } as Inventory;
  return planZones({ ...lab, inventory: spec });
}

test("every address of the house leads to a name that leads back to it", () => {
  fc.assert(
    fc.property(houses, (machines) => {
      const [home, ...reverse] = zonesOf(machines);
      const forward = new Map(home?.records.map(({ name, value }) => [`${name}.home.`, value]));
      for (const { name: zone, records } of reverse)
        for (const { name, type, value } of records)
          if (type === "PTR")
            expect(forward.get(value)).toBe([name, ...zone.split(".").slice(0, 3)].reverse().join("."));
      const back = new Set(reverse.flatMap(({ records }) => records.map(({ value }) => value)));
      for (const name of Object.keys(machines)) expect(back).toContain(`${name}.home.`);
    }),
  );
});

test("nothing stands beside an alias, and no name is longer than DNS takes", () => {
  fc.assert(
    fc.property(houses, (machines) => {
      for (const { name: zone, records } of zonesOf(machines)) {
        for (const { name } of records) expect(`${name}.${zone}`.length).toBeLessThanOrEqual(253);
        for (const { name } of records.filter(({ type }) => type === "CNAME"))
          expect(records.filter((each) => each.name === name)).toHaveLength(1);
      }
    }),
  );
});

test.skipIf(!namedCheckzone)("BIND reads every zone (apt install bind9-utils)", () => {
  const folder = mkdtempSync(join(tmpdir(), "zones-"));
  const file = join(folder, "zone");
  fc.assert(
    fc.property(houses, (machines) => {
      for (const zone of zonesOf(machines)) {
        writeFileSync(file, zoneFile(zone));
        expect(complaintOf(namedCheckzone ?? "", ["-q", zone.name, file])).toBe("");
      }
    }),
    { numRuns: 10 },
  );
  rmSync(folder, { recursive: true });
});
