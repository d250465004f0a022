import { describe, expect, test } from "vitest";
import { secretValue } from "../../components/service/index.ts";
import { labWith, service } from "../../components/testing/index.ts";
import { vendors } from "../emulators/vendors.ts";
import { Keys, planApis, tokensFor } from "./index.ts";

const lab = labWith();
const keys = new Keys("a secret of a test");
const plans = planApis([lab], keys);
const planOf = (name: string) => {
  const found = plans.find((each) => each.name === name);
  if (!found) throw new Error(`no API ${name}`);
  return found;
};

describe("the APIs of a lab", () => {
  test("one of each vendor whose things it declares, and one for each docker host", () => {
    expect(plans.map(({ name, tls, place }) => ({ name, tls, place }))).toEqual([
      { name: "cloudflare", tls: false, place: "cloudflare" },
      { name: "tailscale", tls: false, place: "tailscale" },
      { name: "proxmox", tls: true, place: "proxmox" },
      { name: "docker-desk", tls: false, place: "desk" },
    ]);
    const { pve: _, "core-server": __, "core-gpu": ___, ...machines } = lab.inventory.machines;
    const bare = { ...lab, inventory: { ...lab.inventory, machines, clusters: {} } };
    expect(planApis([bare], keys).map(({ name }) => name)).not.toContain("proxmox");
  });

  test.each(plans)("what $name begins with is what its emulator understands", async ({ vendor, seed }) => {
    const emulator = await vendors[vendor]();
    expect(emulator.seed.safeParse(seed)).toMatchObject({ success: true });
  });

  test("hold what the inventory says: domains, machines of the tailnet, hypervisors with their cards", () => {
    expect(planOf("cloudflare").seed).toMatchObject({
      zones: [{ name: "example.com" }, { name: "example.org" }],
    });
    expect(planOf("tailscale").seed).toMatchObject({
      tailnet: "tail1234.ts.net",
      devices: expect.arrayContaining([{ hostname: "core-server", addresses: ["100.64.0.20"] }]),
    });
    expect(planOf("proxmox").seed).toMatchObject({
      nodes: [
        {
          name: "pve",
          cores: 32,
          memory: 128 * 2 ** 30,
          pci: [
            { id: "0000:01:00.0", vendor: "0x10de", device: "0x2684", name: "RTX 4090" },
            { id: "0000:01:00.1" },
          ],
        },
      ],
    });
    expect(planOf("docker-desk").seed).toMatchObject({
      cpus: 16,
      memoryBytes: 48 * 2 ** 30,
      gpus: ["RTX 5080"],
    });
  });

  test("a machine without a declared address has one of the tailnet's range, always the same", () => {
    const { devices } = planOf("tailscale").seed as { devices: { hostname: string; addresses: string[] }[] };
    const address = devices.find(({ hostname }) => hostname === "brain-gpu")?.addresses[0] ?? "";
    const [a, b] = address.split(".").map(Number);
    expect([a, (b ?? 0) >= 64 && (b ?? 0) < 128]).toEqual([100, true]);
    expect(planApis([lab], keys).map(({ seed }) => seed)).toEqual(plans.map(({ seed }) => seed));
  });

  test("are reached by what the vendors' own providers read from the environment", () => {
    const environment = Object.assign(
      {},
      ...plans.map((each) => each.environment(`http://127.0.0.1/${each.name}`)),
    );
    expect(environment).toMatchObject({
      CLOUDFLARE_BASE_URL: "http://127.0.0.1/cloudflare/client/v4",
      TAILSCALE_BASE_URL: "http://127.0.0.1/tailscale",
      PROXMOX_VE_ENDPOINT: "http://127.0.0.1/proxmox",
    });
    expect(planOf("tailscale").seed).toMatchObject({ apiKeys: [environment.TAILSCALE_API_KEY] });
    expect(planOf("proxmox").seed).toMatchObject({ tokens: [{ token: environment.PROXMOX_VE_API_TOKEN }] });
  });
});

describe("keys", () => {
  test("are the same for a purpose, and another for each purpose and each sandbox", () => {
    expect(keys.hex("a", 40)).toMatch(/^[0-9a-f]{40}$/);
    expect(new Keys("a secret of a test").hex("a", 40)).toBe(keys.hex("a", 40));
    const others = [keys.hex("b", 40), new Keys("another").hex("a", 40), keys.hex("a", 32)];
    expect(new Set([keys.hex("a", 40), ...others]).size).toBe(4);
    expect(keys.uuid("a")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(keys.uuid("a")).not.toBe(keys.uuid("b"));
  });

  test("a service that asks for a token of somebody gets one of the sandbox's own", () => {
    const asking = labWith(
      service({ secrets: { token: { fromConfig: "openai" } }, env: { TOKEN: secretValue("token") } }),
    );
    expect(tokensFor(asking, keys)).toEqual({ openai: keys.hex("token openai", 40) });
    expect(tokensFor(lab, keys)).toEqual({});
  });
});
