import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { complaintOf, readerNamed } from "../testing/index.ts";
import { deviceConf } from "./device.ts";
import { firewall } from "./firewall.ts";
import { peerKey, serverKey } from "./keys.ts";
import { serverConf, wireguardSetup } from "./server.ts";
import { filled, openLab } from "./testing/lab.ts";
import { waysOf } from "./ways.ts";

const [wg, wgQuick, nft] = ["wg", "wg-quick", "nft"].map(readerNamed);
const { inventory } = openLab();
const hidden = (text: ReturnType<typeof serverConf>) =>
  text.map((part) => (typeof part === "string" ? part : "[key]")).join("");

describe("what is generated", () => {
  test.each([
    ["server.conf", () => hidden(serverConf(inventory))],
    ["server.nft", () => firewall(inventory)],
    ["laptop.conf", () => hidden(deviceConf("laptop", inventory))],
    ["phone.conf", () => hidden(deviceConf("phone", inventory))],
  ])("has a golden copy: %s", async (file, make) => {
    await expect(make()).toMatchFileSnapshot(`${import.meta.dirname}/golden/${file}`);
  });

  test("goes onto the one machine that is named", () => {
    expect(wireguardSetup("core-server", { inventory })).toEqual({});
    const { packages, files, commands } = wireguardSetup("core-arm", { inventory });
    expect(packages).toEqual(["nftables", "wireguard-tools"]);
    expect(Object.keys(files ?? {})).toHaveLength(3);
    expect(commands?.at(-1)).toContain("systemctl restart wg-quick@wg0");
  });

  test.skipIf(!wg || !wgQuick)("is read by wg and wg-quick (apt install wireguard-tools)", async () => {
    for (const text of [
      serverConf(inventory),
      deviceConf("laptop", inventory),
      deviceConf("phone", inventory),
    ]) {
      const file = join(mkdtempSync(join(tmpdir(), "wireguard-")), "wg0.conf");
      writeFileSync(file, await filled(text), { mode: 0o600 });
      expect(complaintOf(wgQuick ?? "", ["strip", file])).toBe("");
    }
    // wg-quick only takes its own words away; each of the keys is read by wg.
    for (const key of [serverKey.privateKey, await privateKeyOf("laptop")])
      expect(complaintOf(wg ?? "", ["pubkey"], await filled([key]))).toBe("");
  });

  test.skipIf(!nft)("its firewall is read by nft, twice (as root; apt install nftables)", () => {
    const twice = `${firewall(inventory)}${firewall(inventory)}`;
    expect(complaintOf("unshare", ["--net", nft ?? "", "--check", "--file", "-"], twice)).toBe("");
  });
});

describe("keys", () => {
  test.skipIf(!wg)("are those that wg would make of them (apt install wireguard-tools)", async () => {
    const privateKey = await filled([await privateKeyOf("phone")]);
    const { stdout } = spawnSync(wg ?? "", ["pubkey"], { input: privateKey, encoding: "utf8" });
    expect(await publicKey("phone")).toBe(stdout.trim());
  });

  test("the server knows each device by its own, and each device the server", async () => {
    const server = await filled(serverConf(inventory));
    expect(server).toContain(`PublicKey = ${await publicKey("phone")}\nAllowedIPs = 10.9.0.3/32\n`);
    expect(await filled(deviceConf("phone", inventory))).toContain(
      `PublicKey = ${await filled([serverKey.publicKey])}\nEndpoint = home.example.com:51820\n`,
    );
  });

  test("stay the same, until a device is lost", async () => {
    // Written out: another derivation would shut every device out.
    const lost = { person: "guest", about: "", address: "10.9.0.3", generation: 2 };
    const next = openLab({ peers: { phone: lost } }).inventory;
    expect(await publicKey("phone", next)).not.toBe(await publicKey("phone"));
    expect(await publicKey("phone")).toBe("SKA0Ph+9rG6qlUYBfJBCFK3DEbWspRTGY64ezJsLTEk=");
  });

  test("a device that keeps its own is known by it, and told no other", async () => {
    const own = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";
    const phone = { person: "guest", about: "keeps its key", address: "10.9.0.3", publicKey: own };
    const keeping = openLab({ peers: { phone } }).inventory;
    expect(await filled(serverConf(keeping))).toContain(`PublicKey = ${own}\n`);
    expect(await filled(deviceConf("phone", keeping))).not.toMatch(/^PrivateKey/m);
  });

  test("none is in what is planned", () => {
    const planned = [serverConf(inventory), deviceConf("phone", inventory)].flat();
    expect(planned.filter((part) => typeof part === "string").join("")).not.toMatch(/[A-Za-z0-9+/]{43}=/);
  });
});

test("an admin comes to all of the house, everybody else to names and to what has one", () => {
  expect(waysOf("laptop", inventory)).toEqual([{ to: ["192.168.1.0/24"], ports: [] }]);
  expect(waysOf("phone", inventory).map(({ to }) => to)).toEqual([["192.168.1.53"], ["192.168.1.20"]]);
});

test("whoever the devices belong to, each has a part of the configuration, and only admins the whole house", () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(names, fc.infiniteStream(fc.boolean()), (devices, admin) => {
      const peers = Object.fromEntries(
        devices.map((name, at) => [
          name,
          { about: name, person: admin.next().value ? "owner" : "guest", address: `10.9.0.${at + 2}` },
        ]),
      );
      const read = openLab({ peers }).inventory;
      const server = hidden(serverConf(read));
      const house =
        firewall(read)
          .split("\n")
          .find((line) => line.includes("ip saddr {")) ?? "";
      for (const [name, { address, person }] of Object.entries(peers)) {
        expect(server).toContain(
          `# ${name} of ${person}\n[Peer]\nPublicKey = [key]\nAllowedIPs = ${address}/32\n`,
        );
        expect(new RegExp(`[ {]${address.replaceAll(".", "\\.")}[, ]`).test(house)).toBe(person === "owner");
      }
    }),
    { numRuns: 30 },
  );
});

async function privateKeyOf(name: string) {
  const key = peerKey(name, { generation: 1, ...inventory.wireguard?.peers[name] } as never);
  if (!("privateKey" in key)) throw new Error(`${name} keeps its key to itself`);
  return key.privateKey;
}

function publicKey(name: string, of = inventory): Promise<string> {
  const peer = of.wireguard?.peers[name];
  if (!peer) throw new Error(`there is no ${name}`);
  return filled([peerKey(name, peer).publicKey]);
}
