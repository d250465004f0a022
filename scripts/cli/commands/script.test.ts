import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lab } from "../testing/lab.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-script-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("lab script", () => {
  test("prints what makes a node, without its secrets", () => {
    const { code, out } = lab("script", "asuna");
    expect(code).toBe(0);
    expect(out).toMatch(/^#!\/usr\/bin\/env bash\n/);
    expect(out).toContain('token: "<hidden>"');
    expect(out).not.toContain("BEGIN EC PRIVATE KEY");
  });

  test("prints it as cloud-init, and PowerShell where it is inside Windows", () => {
    expect(lab("script", "asuna", "--cloud-init").out).toMatch(/^#cloud-config\n/);
    expect(lab("script", "k3s-gpu").out).toMatch(/^#Requires -RunAsAdministrator\n/);
    expect(lab("script", "k3s-worker").out).toContain("multipass launch");
  });

  test("a machine that nobody knows is told with the one that was meant", () => {
    const { code, out, err } = lab("script", "asnua");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain('there is no machine "asnua"; did you mean "asuna"?');
  });

  test("a machine on which nothing is set up says so", () => {
    const { code, out, err } = lab("script", "nas");
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(err).toContain("nas is a nas");
  });

  test("a key that a vendor has not made yet is asked for before anything is written", () => {
    const file = join(folder, "no-key.sh");
    const { code, err } = lab("script", "asuna", "--to", file);
    expect(code).toBe(1);
    expect(err).toContain("tailnet/asuna is made by `npx lab up homelab`");
    expect(existsSync(file)).toBe(false);
  });

  test("with its secrets it goes into a file that nobody else reads, also where one was there", () => {
    const file = join(folder, "setup.sh");
    writeFileSync(file, "something longer than nothing", { mode: 0o644 });
    const { code, out, err } = lab("script", "pbs", "--to", file);
    expect({ code, out }, err).toEqual({ code: 0, out: "" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, "utf8");
    expect(text).not.toContain("<hidden>");
    expect(text).toMatch(/\/etc\/homelab-backups\/password <<'END_OF_FILE'\n[a-z2-9]{52}\n/);
  });
});
