import { expect, test } from "vitest";
import { namedLab } from "../dns/testing/lab.ts";
import { planHouseNames } from "./house-names.ts";

const { inventory } = namedLab();

test("the pods of a cluster ask the name servers of the house, over the tailnet where they stand elsewhere", () => {
  expect(planHouseNames("brain", inventory)?.data?.["house.server"]).toBe(`home:53 {
    errors
    cache 30
    forward . 100.64.0.20 100.64.0.22 {
        policy sequential
    }
}
`);
  expect(planHouseNames("core", inventory)?.data?.["house.server"]).toContain("forward . 192.168.1.53 {");
});

test("a lab without name servers changes nothing of its clusters", () => {
  expect(planHouseNames("core", { ...inventory, dns: undefined })).toBeUndefined();
});
