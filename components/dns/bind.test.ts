import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { chartService, complaintOf, connector, freePort, readerNamed, service } from "../testing/index.ts";
import { Bind, dig } from "./testing/bind.ts";
import { namedLab } from "./testing/lab.ts";

const named = readerNamed("named");
const namedCheckconf = readerNamed("named-checkconf");
const canAsk = named && namedCheckconf && readerNamed("dig");

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** Shown to the world too, under a name for which somebody issues certificates in the house. */
const shown = [
  service({ expose: { lan: true, public: { access: "public" } } }),
  chartService({ provides: "certificates", secrets: { "zone-token": { editsZone: "example.com" } } }),
  connector(),
];
const before = namedLab(shown);
const after = namedLab([...shown, service({ name: "wiki", expose: { lan: true } })]);

/** The two name servers of a lab as two real ones, each at a port of this machine. */
describe.skipIf(!canAsk)("two real BINDs (apt install bind9 bind9-dnsutils bind9-utils)", () => {
  let primary: Bind;
  let secondary: Bind;

  beforeAll(async () => {
    const ports = { "192.168.1.20": await freePort(), "192.168.1.22": await freePort() };
    primary = new Bind("core-server", before, ports);
    secondary = new Bind("core-arm", before, ports);
    expect(primary.publish()).toBe("");
    await primary.start(named ?? "");
    await secondary.start(named ?? "");
  });
  afterAll(() => Promise.all([primary.stop(), secondary.stop()]));

  const serial = (server: Bind) => Number(dig(server, "SOA", "home").join().split(" ")[2]);

  test("named-checkconf reads both configurations", () => {
    for (const server of [primary, secondary])
      expect(complaintOf(namedCheckconf ?? "", [server.path("/etc/bind/named.conf")])).toBe("");
  });

  test("the primary answers, forward and back", () => {
    expect(dig(primary, "desk.home")).toEqual(["192.168.1.99"]);
    expect(dig(primary, "-x", "192.168.1.99")).toEqual(["desk.home."]);
    expect(dig(primary, "files.home")).toEqual(["nas.home.", "192.168.1.5"]);
    expect(dig(primary, "web.home").sort()).toEqual(["192.168.1.20", "192.168.1.21", "192.168.1.22"]);
  });

  test("the secondary has copied every zone", async () => {
    await secondary.until(() => serial(secondary) === serial(primary));
    expect(dig(secondary, "desk.home")).toEqual(["192.168.1.99"]);
    await secondary.until(() => dig(secondary, "-x", "192.168.1.53").join() === "names.home.");
  });

  test("a public name that the ingress knows leads to it, without asking the world", async () => {
    expect(dig(primary, "web.example.com").sort()).toEqual(["192.168.1.20", "192.168.1.21", "192.168.1.22"]);
    expect(dig(primary, "AAAA", "web.example.com")).toEqual([]);
    await secondary.until(() => dig(secondary, "web.example.com").length === 3);
  });

  test("nobody copies a zone without the key", () => {
    expect(dig(primary, "AXFR", "home")).toEqual([]);
    expect(dig(secondary, "AXFR", "home")).toEqual([]);
    const key = readFileSync(primary.path("/etc/bind/transfer.key"), "utf8").match(/secret "(.*)"/)?.[1];
    const asked = ["-y", `hmac-sha256:transfer:${key}`, "AXFR", "home"];
    expect(dig(primary, ...asked).length).toBeGreaterThan(5);
    expect(dig(secondary, ...asked)).toEqual([]);
  });

  test("what changes nothing keeps the serial", () => {
    const first = serial(primary);
    expect(primary.publish()).toBe("");
    expect(serial(primary)).toBe(first);
  });

  test("a new name is seen on the secondary at once", async () => {
    const first = serial(primary);
    primary.declare(after);
    expect(primary.publish()).toBe("");
    await secondary.until(() => dig(secondary, "wiki.home").length > 0);
    expect(serial(secondary)).toBeGreaterThan(first);
  });

  test("a clock that was set back makes no serial smaller", () => {
    const served = primary.path("/var/lib/bind/home.zone");
    writeFileSync(served, readFileSync(served, "utf8").replace(/\(\d+ /, "(4000000000 "));
    primary.declare(before);
    expect(primary.publish()).toBe("");
    expect(readFileSync(served, "utf8")).toContain("(4000000001 ");
  });

  test("a zone that BIND would not read is not served", () => {
    const declared = primary.path("/etc/bind/zones/home.zone");
    writeFileSync(declared, `${readFileSync(declared, "utf8")}desk\tIN\tCNAME\tnas\n`);
    expect(primary.publish()).not.toBe("");
    expect(dig(primary, "desk.home")).toEqual(["192.168.1.99"]);
  });
});
