import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readerNamed } from "../../../components/testing/index.ts";
import { lab } from "../testing/lab.ts";

const wgQuick = readerNamed("wg-quick");

test("lab wireguard prints what a device is told, and nothing else on its output", () => {
  const { code, out, err } = lab("wireguard", "old-phone");
  expect(code, err).toBe(0);
  expect(out).toMatch(/^# old-phone of family: /);
  expect(out).toMatch(/^PrivateKey = [A-Za-z0-9+/]{43}=$/m);
  expect(out).toContain("Endpoint = home.terrac.com:51820\n");
  expect(err).toContain("show it to nobody but family");
  expect(lab("wireguard", "old-phone").out).toBe(out);
  if (!wgQuick) return;
  const file = join(mkdtempSync(join(tmpdir(), "lab-wireguard-")), "home.conf");
  writeFileSync(file, out, { mode: 0o600 });
  expect(spawnSync(wgQuick, ["strip", file], { encoding: "utf8" }).stdout).toContain("[Peer]\nPublicKey = ");
}, 300_000);

test("a device that nobody knows is told with the one that was meant", () => {
  const { code, out, err } = lab("wireguard", "old-phnoe");
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain('no device "old-phnoe" comes in by WireGuard; did you mean "old-phone"?');
}, 60_000);
