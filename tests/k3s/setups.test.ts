import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { complaintOf, readerNamed } from "../../components/testing/index.ts";
import { hidden, isSetUp, scriptOf } from "../../scripts/cli/data/machine-script.ts";
import { labOf } from "../../stacks/labs.ts";

const shellcheck = readerNamed("shellcheck");
const cloudInit = readerNamed("cloud-init");
const lab = await labOf("homelab");
const machines = Object.entries(lab.inventory.machines).filter(([, machine]) => isSetUp(machine));
const folder = mkdtempSync(join(tmpdir(), "setups-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whatever `lab script` prints for a machine of the real lab, read by who will read it. */
describe.each(machines)("%s", (name, machine) => {
  const found = { name, machine, lab };

  test.skipIf(!shellcheck || ("under" in machine && machine.under === "wsl2"))(
    "has a script of which shellcheck has nothing to say (apt install shellcheck)",
    () => {
      expect(complaintOf(shellcheck ?? "", ["-"], hidden(scriptOf(found, "script")))).toBe("");
    },
  );

  test.skipIf(!cloudInit)("has user-data that cloud-init takes (apt install cloud-init)", () => {
    const file = join(folder, name);
    writeFileSync(file, hidden(scriptOf(found, "cloud-init")));
    expect(complaintOf(cloudInit ?? "", ["schema", "--config-file", file])).toBe("");
  });
});
