import { expect, test } from "vitest";
import { testInventory } from "../../testing/index.ts";
import { gpuOf } from "../cards.ts";
import { type InventorySpec, inventory } from "../inventory.ts";
import { checkInventory } from "./index.ts";

/** What is refused is shown in tests/invalid/inventory; here is what looks alike, and is right. */
function told(change: Partial<InventorySpec["machines"]>): string[] {
  const read = inventory.parse({ ...testInventory, machines: { ...testInventory.machines, ...change } });
  return checkInventory(read, "inventory.ts", new Date("2026-11-21")).map(({ what }) => what);
}

test("the lab of the tests is sound", () => {
  expect(told({})).toEqual([]);
});

test("the same address may be used in two houses", () => {
  expect(told({ box: { kind: "router", about: "in the flat", site: "flat", lan: "192.168.0.5" } })).toEqual(
    [],
  );
});

test("a router at the gateway's address is the gateway; anything else there is a clash", () => {
  const router = { kind: "router" as const, about: "the gateway", site: "house", lan: "192.168.1.1" };
  expect(told({ router })).toEqual([]);
  expect(told({ printer: { ...router, kind: "nas", shares: {} } })).toEqual([
    "the gateway of house/lan and printer both have the address 192.168.1.1 at site house.",
  ]);
});

test("a card is known by the machine whose programs use it, with the sharing that is decided there", () => {
  const read = inventory.parse(testInventory);
  expect(gpuOf(read, "core-gpu")).toEqual({
    model: "RTX 4090",
    vram: "24Gi",
    sharing: { mode: "slices", count: 4 },
  });
  expect(gpuOf(read, "core-server")).toBeUndefined();
});
