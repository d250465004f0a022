import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { planZones, resolversAt } from "../../components/dns/index.ts";
import { readLab } from "../../components/lab/index.ts";
import { setupFor } from "../../components/machine/index.ts";
import { inventory } from "./examples/dns.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The compiler reads the example where it lies; here it is the one that people read. */
test("the page of the names shows an inventory whose names are answered", () => {
  const example = readFileSync(`${ROOT}tests/docs/examples/dns.ts`, "utf8");
  expect(readFileSync(`${ROOT}docs/reference/dns.md`, "utf8")).toContain(example);

  const lab = readLab({ name: "test", inventory: { file: "inventory.ts", spec: inventory }, services: [] });
  const [house] = planZones(lab);
  expect(house?.records).toEqual(
    expect.arrayContaining([
      { name: "printer", type: "A", value: "192.168.1.60" },
      { name: "pihole", type: "CNAME", value: "resolver" },
      { name: "south", type: "A", value: "192.168.1.3" },
    ]),
  );
  expect(resolversAt("house", lab.inventory)).toEqual(["192.168.1.53"]);
  expect(setupFor("south", lab).packages).toEqual(expect.arrayContaining(["bind9", "keepalived", "podman"]));
});
