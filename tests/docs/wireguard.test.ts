import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readLab } from "../../components/lab/index.ts";
import { setupFor } from "../../components/machine/index.ts";
import { TODAY, testInventory } from "../../components/testing/index.ts";
import { wireguard } from "./examples/wireguard.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

test("WireGuard's page shows a way in that a lab accepts", () => {
  const page = readFileSync(`${ROOT}docs/reference/wireguard.md`, "utf8");
  expect(page).toContain(readFileSync(`${ROOT}tests/docs/examples/wireguard.ts`, "utf8"));
  const inventory = { file: "inventory.ts", spec: { ...testInventory, wireguard } };
  const lab = readLab({ name: "docs", inventory, services: [] }, TODAY);
  const { packages, files } = setupFor("core-arm", lab);
  expect(packages).toContain("wireguard-tools");
  const server = files["/etc/wireguard/wg0.conf"]?.text ?? [];
  expect(server).toContain("xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=");
  expect(server).toContainEqual(expect.objectContaining({ name: "old-phone", generation: 2 }));
});
