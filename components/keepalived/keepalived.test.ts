import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { namedLab } from "../dns/testing/lab.ts";
import { complaintOf, readerNamed } from "../testing/index.ts";
import { keepalivedSetup } from "./setup.ts";

const keepalived = readerNamed("keepalived");
const shellcheck = readerNamed("shellcheck");

const lab = namedLab([], {
  virtualAddresses: {
    names: {
      about: "where the house asks for names",
      address: "192.168.1.53",
      for: "dns",
      machines: ["core-server", "core-arm"],
    },
    web: {
      about: "where services answer",
      address: "192.168.1.80",
      for: { ingress: "core" },
      machines: ["core-arm", "core-gpu", "core-server"],
    },
  },
});

function filesOf(machine: string): [path: string, text: string][] {
  return Object.entries(keepalivedSetup(machine, lab).files ?? {}).map(([path, { text }]) => [
    path,
    text.map((part) => (typeof part === "string" ? part : "<secret>")).join(""),
  ]);
}

function conf(machine: string): string {
  return Object.fromEntries(filesOf(machine))["/etc/keepalived/keepalived.conf"] ?? "";
}

describe("a machine that takes virtual addresses", () => {
  test("is told all of them", async () => {
    await expect(conf("core-server")).toMatchFileSnapshot(`${import.meta.dirname}/golden/keepalived.conf`);
  });

  test("is asked in the order in which the inventory names it", () => {
    const priorities = ["core-arm", "core-gpu", "core-server"].map((machine) => {
      const [, web = ""] = conf(machine).split("vrrp_instance web");
      return Number(/priority (\d+)/.exec(web)?.[1]);
    });
    expect(priorities).toEqual(priorities.toSorted((a, b) => b - a));
    expect(new Set(priorities).size).toBe(3);
  });

  test("shares its password with the others, and tells it to nobody else", () => {
    const secretOf = (machine: string) =>
      keepalivedSetup(machine, lab).files?.["/etc/keepalived/keepalived.conf"]?.text.find(
        (part) => typeof part === "object",
      );
    expect(secretOf("core-server")).toEqual(secretOf("core-arm"));
  });

  test("is asked for its own answer", () => {
    const checks = Object.fromEntries(filesOf("core-arm"));
    expect(checks["/etc/keepalived/answers-names"]).toContain(
      "@192.168.1.22 core-arm.home A | grep -qFx 192.168.1.22",
    );
    expect(checks["/etc/keepalived/answers-web"]).toContain("https://192.168.1.22/");
  });
});

test("every other machine is left alone", () => {
  expect(keepalivedSetup("desk", lab)).toEqual({});
});

test.skipIf(!keepalived)("Keepalived reads it (apt install keepalived)", () => {
  const folder = mkdtempSync(join(tmpdir(), "keepalived-"));
  for (const [path, text] of [
    ...filesOf("core-server"),
    ["/etc/keepalived/interface.conf", "$LAN=lo\n"] as const,
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    // Eight letters, and everything where a test may write it.
    const moved = text
      .replaceAll("<secret>", "abcdefgh")
      .replaceAll("/etc/keepalived", `${folder}/etc/keepalived`);
    writeFileSync(join(folder, path), moved, { mode: 0o755 });
  }
  const file = join(folder, "/etc/keepalived/keepalived.conf");
  expect(complaintOf(keepalived ?? "", ["--config-test", "--use-file", file])).toBe("");
  rmSync(folder, { recursive: true });
});

test.skipIf(!shellcheck)("shellcheck has nothing to say of its checks (apt install shellcheck)", () => {
  for (const [path, text] of filesOf("core-server"))
    if (path.includes("answers-")) expect(complaintOf(shellcheck ?? "", ["-"], text)).toBe("");
});
