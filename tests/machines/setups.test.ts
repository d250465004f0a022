import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { computer, vmsOf } from "../../components/inventory/index.ts";
import { operatorOf, setupFor } from "../../components/machine/index.ts";
import { cloudInit, type SetupText, script } from "../../components/setup/index.ts";
import { complaintOf, readerNamed } from "../../components/testing/index.ts";
import { lab } from "./lab.ts";

const machines = Object.entries(lab.inventory.machines)
  .filter(([, machine]) => computer(machine) && machine.kind !== "workstation")
  .map(([name]) => name);
const operator = operatorOf(lab.inventory);
const [cloudInitProgram, shellcheck, testparm, systemd] = [
  "cloud-init",
  "shellcheck",
  "testparm",
  "systemd-analyze",
].map(readerNamed);

/** As it would be with its secrets filled in. */
const filled = (text: SetupText) => text.map((part) => (typeof part === "string" ? part : "s3cret")).join("");

test("a virtual machine keeps its own time and closes holes by itself; that its agent answers says that it is finished", () => {
  const { packages, commands } = setupFor("dns01", lab);
  expect(packages).toEqual(expect.arrayContaining(["chrony", "unattended-upgrades"]));
  expect(packages).not.toContain("qemu-guest-agent");
  expect(commands.at(-1)).toBe("systemctl start qemu-guest-agent");
});

test("a hypervisor is upgraded by hand, and a desktop's guest has its desktop's clock", () => {
  expect(setupFor("node006", lab).packages).not.toContain("unattended-upgrades");
  expect(setupFor("k3s-gpu", lab).packages).not.toContain("chrony");
});

test("only the hypervisor with the card leaves one alone, and only its machine has the driver", () => {
  const vfio = "/etc/modprobe.d/homelab-vfio.conf";
  expect(filled(setupFor("node006", lab).files[vfio]?.text ?? [])).toContain("ids=10de:2204,10de:1aef");
  expect(setupFor("node005", lab).files).not.toHaveProperty([vfio]);
  const withDriver = vmsOf(lab.inventory).filter(([name]) =>
    setupFor(name, lab).packages.some((each) => each.startsWith("nvidia")),
  );
  expect(withDriver.map(([name]) => name)).toEqual(["ocean"]);
});

test("what is shared belongs to its owner, whoever writes it, and is for the house alone", () => {
  const { files, commands } = setupFor("node006", lab);
  expect(filled(files["/etc/exports.d/homelab.exports"]?.text ?? [])).toContain(
    "/data01/pbs 192.168.1.0/24(rw,sync,no_subtree_check,all_squash,anonuid=34,anongid=34)",
  );
  expect(filled(files["/etc/samba/homelab.conf"]?.text ?? [])).toContain("path = /data01/backups");
  expect(commands).toContain("chown 33:33 /data01/cloud");
});

test("four runners, and a token that only root reads", () => {
  const { files, commands } = setupFor("gh-runner-01", lab);
  expect(commands).toContain(
    "systemctl enable --now github-runner@1 github-runner@2 github-runner@3 github-runner@4",
  );
  expect(files["/etc/github-runner/authorization"]?.text).toContainEqual({ token: "github-runners" });
  expect(cloudInit("gh-runner-01", operator, setupFor("gh-runner-01", lab)).join("")).toContain(
    'permissions: "0600"',
  );
});

test.skipIf(!cloudInitProgram).each(machines)(
  "cloud-init takes the setup of %s (apt install cloud-init)",
  (name) => {
    const file = join(mkdtempSync(join(tmpdir(), "machine-")), "user-data");
    writeFileSync(file, filled(cloudInit(name, operator, setupFor(name, lab))));
    expect(complaintOf(cloudInitProgram ?? "", ["schema", "--config-file", file])).toBe("");
  },
  60_000,
);

test.skipIf(!shellcheck).each(machines)(
  "shellcheck has nothing to say of the script of %s (apt install shellcheck)",
  (name) => {
    expect(complaintOf(shellcheck ?? "", ["-"], filled(script(name, setupFor(name, lab))))).toBe("");
  },
);

const scripts = machines.flatMap((name) =>
  Object.entries(setupFor(name, lab).files)
    .filter(([path]) => /\/s?bin\//.test(path))
    .map(([path, { text }]) => [path, filled(text)] as const),
);
test.skipIf(!shellcheck).each(scripts)("nor of %s (apt install shellcheck)", (_, text) => {
  expect(complaintOf(shellcheck ?? "", ["-"], text)).toBe("");
});

test.skipIf(!testparm)("Samba reads the shares of node006 (apt install samba-common-bin)", () => {
  const file = join(mkdtempSync(join(tmpdir(), "machine-")), "smb.conf");
  writeFileSync(
    file,
    `[global]\n${filled(setupFor("node006", lab).files["/etc/samba/homelab.conf"]?.text ?? [])}`,
  );
  expect(complaintOf(testparm ?? "", ["--suppress-prompt", file])).toBe("");
});

const units = machines.flatMap((name) =>
  Object.entries(setupFor(name, lab).files)
    .filter(([path]) => /^\/etc\/systemd\/system\/[^/]+$/.test(path))
    .map(([path, { text }]) => [basename(path), filled(text)] as const),
);
test.skipIf(!systemd).each(units)("systemd reads %s (apt install systemd)", (unit, text) => {
  const folder = mkdtempSync(join(tmpdir(), "machine-"));
  // What it starts is on the machine, not here: the file itself is what is read.
  const here = text.replace(/^(Exec\w+=-?)\S+/gm, "$1/bin/true").replace(/^Requires=docker.service$/m, "");
  writeFileSync(join(folder, unit), here);
  const complaint = complaintOf(systemd ?? "", [
    "verify",
    "--man=no",
    join(folder, unit.replace("@.", "@1.")),
  ]);
  expect(complaint).toBe("");
});

/** A reader sees what a change changes on the machine itself. */
test.each(["node006", "gh-runner-01", "pbs"])("the golden file shows all that makes %s", async (name) => {
  const text = script(name, setupFor(name, lab));
  const shown = text.map((part) => (typeof part === "string" ? part : "[secret]")).join("");
  await expect(shown).toMatchFileSnapshot(`golden/${name}.sh`);
});
