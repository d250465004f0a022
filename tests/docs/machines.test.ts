import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readLab } from "../../components/lab/index.ts";
import { planProxmox } from "../../components/proxmox/index.ts";
import { TODAY } from "../../components/testing/index.ts";
import { inventory } from "./examples/machines.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The compiler reads the example where it lies; here it is the one that people read. */
test("the machines' page shows an inventory of which a whole cluster follows", () => {
  const example = readFileSync(`${ROOT}tests/docs/examples/machines.ts`, "utf8");
  const page = readFileSync(`${ROOT}docs/reference/machines.md`, "utf8");
  expect(page).toContain(example);
  const lab = readLab(
    { name: "docs", inventory: { file: "inventory.ts", spec: inventory }, services: [] },
    TODAY,
  );
  const plan = planProxmox(lab);
  expect(Object.keys(plan.machines)).toEqual(["ocean", "backups"]);
  expect(plan.backups?.jobs.daily?.vmids).toEqual(["1143"]);
  expect(plan.mappings.pve?.maps).toHaveLength(1);
});
