import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chartService, complaintOf, connector, readerNamed, service } from "../testing/index.ts";
import { nameServerSetup } from "./name-server.ts";
import { namedLab } from "./testing/lab.ts";

const systemdAnalyze = readerNamed("systemd-analyze");
const lab = namedLab([
  service({ expose: { lan: true, public: { access: "public" } } }),
  chartService({ provides: "certificates", secrets: { "zone-token": { editsZone: "example.com" } } }),
  connector(),
]);
const golden = (name: string) => `${import.meta.dirname}/golden/${name}`;

function fileOf(machine: string, path: string): string {
  const text = nameServerSetup(machine, lab).files?.[path]?.text ?? [];
  return text.map((part) => (typeof part === "string" ? part : "<secret>")).join("");
}

describe("what is written on a name server", () => {
  test.each([
    ["primary.conf", "core-server", "/etc/bind/named.conf"],
    ["secondary.conf", "core-arm", "/etc/bind/named.conf"],
    ["home.zone", "core-server", "/etc/bind/zones/home.zone"],
    ["1.168.192.in-addr.arpa.zone", "core-server", "/etc/bind/zones/1.168.192.in-addr.arpa.zone"],
    ["rpz.invalid.zone", "core-server", "/etc/bind/zones/rpz.invalid.zone"],
    ["pihole.env", "core-arm", "/etc/pihole.env"],
    ["pihole.service", "core-arm", "/etc/systemd/system/pihole.service"],
  ])("%s", async (name, machine, path) => {
    await expect(fileOf(machine, path)).toMatchFileSnapshot(golden(name));
  });

  test("holds the transfer key where BIND alone reads it", () => {
    expect(nameServerSetup("core-arm", lab).files?.["/etc/bind/transfer.key"]).toMatchObject({
      owner: "root:bind",
      mode: "0640",
    });
    expect(fileOf("core-server", "/etc/bind/transfer.key")).toBe(
      fileOf("core-arm", "/etc/bind/transfer.key"),
    );
  });

  test("is nothing on any other machine", () => {
    expect(nameServerSetup("core-gpu", lab)).toEqual({});
  });

  test("has zones on the primary alone: the secondary copies them", () => {
    const paths = Object.keys(nameServerSetup("core-arm", lab).files ?? {});
    expect(paths.filter((path) => path.includes("zone"))).toEqual([]);
  });
});

test.skipIf(!systemdAnalyze)("systemd reads the unit of Pi-hole (apt install systemd)", () => {
  const folder = mkdtempSync(join(tmpdir(), "pihole-"));
  const unit = join(folder, "pihole.service");
  // Podman is there only on a name server.
  writeFileSync(
    unit,
    fileOf("core-arm", "/etc/systemd/system/pihole.service").replaceAll("/usr/bin/podman", "/bin/true"),
  );
  expect(complaintOf(systemdAnalyze ?? "", ["verify", "--man=no", unit])).toBe("");
  rmSync(folder, { recursive: true });
});
