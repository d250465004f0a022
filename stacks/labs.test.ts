import { expect, test } from "vitest";
import { houseOfNobody, labOf } from "./labs.ts";

test("a stack stands in its own house, or in that of another one", async () => {
  const lab = await labOf("gaming-pc");
  expect(lab.inventory.house).toBe("homelab");
  expect(houseOfNobody({ ...lab, inventory: { ...lab.inventory, house: undefined } })).toEqual([]);
  expect(houseOfNobody({ ...lab, inventory: { ...lab.inventory, house: "homelba" } })).toEqual([
    {
      where: "stacks/gaming-pc/inventory",
      what: "gaming-pc stands in the house of homelba, which is no stack.",
      fix: 'did you mean "homelab"?',
    },
  ]);
}, 60_000);
