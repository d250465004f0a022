import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readerNamed } from "../testing/index.ts";
import { deviceConf } from "./device.ts";
import { firewall } from "./firewall.ts";
import { serverConf } from "./server.ts";
import { filled, openLab, wireguard } from "./testing/lab.ts";

const SCRIPT = fileURLToPath(new URL("testing/into-a-house.sh", import.meta.url));
const ALONE = ["--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"];
/** Where the kernel has no WireGuard, wg-quick takes this one. */
const programs = ["wg-quick", "wireguard-go", "nft", "ip"].map(readerNamed);
const canTry = programs.every(Boolean) && spawnSync("unshare", [...ALONE, "ip", "link"]).status === 0;

/** What each device reaches, with the address under which the house saw it. */
async function reached(known: object, carried: object = known): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "into-a-house-"));
  const put = (name: string, text: string) =>
    writeFileSync(join(folder, name), text.replaceAll("/etc/wireguard", folder), { mode: 0o600 });
  const server = openLab({ peers: known }).inventory;
  const devices = openLab({ peers: carried, endpoint: "192.0.2.1" }).inventory;
  put("wg0.conf", await filled(serverConf(server)));
  put("wg0.nft", firewall(server));
  for (const device of ["laptop", "phone"]) {
    const own = await filled(deviceConf(device, devices));
    // Whoever has a device may change what it asks for. Who answers for its names is not tried here.
    put(
      `${device}.conf`,
      own.replace(/^AllowedIPs = .*$/m, "AllowedIPs = 192.168.1.0/24, 10.9.0.0/24").replace(/^DNS.*\n/m, ""),
    );
  }
  const { stdout, stderr } = spawnSync("unshare", [...ALONE, "sh", SCRIPT, folder], {
    encoding: "utf8",
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  rmSync(folder, { recursive: true });
  expect(stderr).toBe("");
  return Object.fromEntries(
    stdout
      .trim()
      .split("\n")
      .map((line) => {
        const [device, asked, answer = ""] = line.split(" ");
        return [`${device} ${asked}`, answer];
      }),
  );
}

describe.skipIf(!canTry)(
  "two devices on the road (as root; apt install wireguard-tools wireguard-go nftables iproute2)",
  { timeout: 60_000 },
  () => {
    const HERE = "192.168.1.22";

    test("an admin's reaches all of the house; another's only names, and what has one", async () => {
      expect(await reached(wireguard.peers)).toEqual({
        "laptop 192.168.1.53:53": HERE,
        "laptop 192.168.1.20:443": HERE,
        "laptop 192.168.1.99:22": HERE,
        "laptop 192.168.1.20:22": HERE,
        "laptop 10.9.0.1:22": "nothing",
        "phone 192.168.1.53:53": HERE,
        "phone 192.168.1.20:443": HERE,
        "phone 192.168.1.99:22": "nothing",
        "phone 192.168.1.20:22": "nothing",
        "phone 10.9.0.1:22": "nothing",
      });
    });

    test("one that was lost reaches nothing once its generation is another", async () => {
      const { laptop, phone } = wireguard.peers;
      const after = await reached({ laptop, phone: { ...phone, generation: 2 } }, { laptop, phone });
      expect(after["laptop 192.168.1.20:443"]).toBe(HERE);
      const lost = Object.entries(after).filter(([asked]) => asked.startsWith("phone"));
      expect(lost.map(([, answer]) => answer)).toEqual(Array(5).fill("nothing"));
    });
  },
);
