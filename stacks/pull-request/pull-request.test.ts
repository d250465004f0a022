import { expect, test } from "vitest";
import { idOf, vmsOf } from "../../components/inventory/index.ts";
import { labOf } from "../labs.ts";
import { PLACES, placeOf, pullRequestOf, stackOf } from "./number.ts";

const everyPlace = Array.from({ length: PLACES }, (_, place) => PLACES + place);

test("a stack is known by its number, and what only looks like one is none", () => {
  expect(pullRequestOf(stackOf(12))).toBe(12);
  for (const other of ["homelab", "pr-", "pr-0", "pr-012", "pr-1x", "xpr-1", "pr-1234567890"])
    expect(pullRequestOf(other), other).toBeUndefined();
});

test("two numbers share a place where they are as far apart as there are places", () => {
  const { lan, sharesWith } = placeOf(12);
  expect(lan).toBe("192.168.1.212");
  expect([12, 13, 31, 32, 52].filter(sharesWith)).toEqual([32, 52]);
});

test("no machine, address or number of the house is where a test would stand", async () => {
  const { inventory } = await labOf("homelab");
  const { machines, virtualAddresses } = inventory;
  const taken = [
    ...Object.values(machines).flatMap((machine) => ("lan" in machine ? (machine.lan ?? []) : [])),
    ...Object.values(virtualAddresses).map(({ address }) => address),
  ];
  const wanted = everyPlace.map((number) => placeOf(number).lan);
  expect(wanted.filter((address) => taken.includes(address))).toEqual([]);

  const ids = vmsOf(inventory).map(([, vm]) => idOf(vm));
  const labs = await Promise.all(everyPlace.map((number) => labOf(stackOf(number))));
  const own = labs.flatMap((lab) => vmsOf(lab.inventory).map(([, vm]) => idOf(vm)));
  expect(new Set(own).size).toBe(PLACES);
  expect(own.filter((id) => ids.includes(id))).toEqual([]);
});

test("its cluster shares no addresses with those of the house, and shows itself to nobody", async () => {
  const [test, house] = await Promise.all([labOf("pr-7"), labOf("homelab")]);
  const ranges = (lab: typeof test) =>
    Object.values(lab.inventory.clusters).flatMap(({ pods, services }) => [pods, services]);
  expect(ranges(test).filter((range) => ranges(house).includes(range))).toEqual([]);
  expect(test.services.flatMap(({ urls }) => Object.values(urls))).toEqual([]);
});
