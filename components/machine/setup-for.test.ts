import { expect, test } from "vitest";
import { labWith } from "../testing/index.ts";
import { setupFor } from "./index.ts";

const lab = labWith();

test("a virtual machine tells its hypervisor how it is, keeps its own time and closes holes by itself", () => {
  expect(setupFor("core-server", lab).packages).toEqual(
    expect.arrayContaining(["chrony", "qemu-guest-agent", "unattended-upgrades"]),
  );
});

test("a hypervisor is upgraded by hand, and a desktop's guest has its desktop's clock", () => {
  expect(setupFor("pve", lab).packages).not.toContain("unattended-upgrades");
  expect(setupFor("brain-gpu", lab).packages).not.toContain("chrony");
});
