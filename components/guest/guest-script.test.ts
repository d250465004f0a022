import { describe, expect, test } from "vitest";
import { inventory } from "../inventory/index.ts";
import type { Lab } from "../lab/index.ts";
import type { SetupText } from "../setup/index.ts";
import {
  complaintOf,
  complaintsOfPowerShell,
  labWith,
  readerNamed,
  testInventory,
} from "../testing/index.ts";
import type { Guest } from "./guest.ts";
import { guestScript } from "./guest-script.ts";

const shellcheck = readerNamed("shellcheck");

/** The same guest under either: its script, with letters where its secrets are. */
function scriptUnder(under: Guest["under"]) {
  const read = inventory.parse(testInventory);
  const guest = { ...(read.machines["brain-gpu"] as Guest), under, disk: "50GB" as const };
  const lab: Lab = {
    ...labWith(),
    inventory: { ...read, machines: { ...read.machines, "brain-gpu": guest } },
  };
  const { language, text } = guestScript("brain-gpu", guest, lab);
  return { language, text: filled(text) };
}

function filled(text: SetupText): string {
  return text.map((part) => (typeof part === "string" ? part : "c2VjcmV0")).join("");
}

describe("a guest of Windows", () => {
  const { language, text } = scriptUnder("wsl2");

  test("is made by PowerShell", async () => {
    expect(language).toBe("powershell");
    await expect(text).toMatchFileSnapshot("golden/wsl2.ps1");
  });

  test("which the grammar of PowerShell reads without a complaint", async () => {
    expect(await complaintsOfPowerShell(text)).toEqual([]);
    expect(await complaintsOfPowerShell(`${text}\nif (`)).not.toEqual([]);
  });

  test("gets what the inventory gives it, and the setup that every Linux has", () => {
    expect(text).toContain("memory=16384MB\nprocessors=16\n");
    expect(text).toContain("/usr/local/sbin/install-k3s");
    expect(text).toContain("systemd=true");
  });
});

describe("a guest of a Mac", () => {
  const { language, text } = scriptUnder("multipass");

  test("is made by its shell", async () => {
    expect(language).toBe("sh");
    await expect(text).toMatchFileSnapshot("golden/multipass.sh");
  });

  test.skipIf(!shellcheck)("of which shellcheck has nothing to say (apt install shellcheck)", () => {
    expect(complaintOf(shellcheck ?? "", ["-"], text)).toBe("");
  });

  test("gets what the inventory gives it", () => {
    expect(text).toContain("--cpus 16 --memory 16384M --disk 46G");
    expect(text).not.toContain("wsl.conf");
  });
});
