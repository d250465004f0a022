import { expect, test } from "vitest";
import { inventory } from "../../inventory/index.ts";
import { ownSecret } from "../../secrets/index.ts";
import { testInventory } from "../../testing/index.ts";
import { kubeconfigFor, kubeconfigOf } from "./kubeconfig.ts";

const read = inventory.parse(testInventory);

async function serverOf(cluster: string, machines = {}): Promise<string> {
  const changed = inventory.parse({ ...testInventory, machines: { ...testInventory.machines, ...machines } });
  const secret = kubeconfigOf(cluster, { inventory: changed });
  return JSON.parse(await ownSecret("a root secret", "test", secret)).clusters[0].cluster.server;
}

test("a cluster is reached through the tailnet, which is everywhere", async () => {
  expect(await serverOf("core")).toBe("https://100.64.0.20:6443");
  const byName = { "core-server": { ...testInventory.machines["core-server"], tailnet: true } };
  expect(await serverOf("core", byName)).toBe("https://core-server.tail1234.ts.net:6443");
});

test("one that is not in the tailnet is reached at home", async () => {
  const atHome = { "core-server": { ...testInventory.machines["core-server"], tailnet: undefined } };
  expect(await serverOf("core", atHome)).toBe("https://192.168.1.20:6443");
});

test("an admin comes from everywhere, and everybody else from beside it", async () => {
  const people = { ...testInventory.people, child: { email: "child@example.com", groups: ["plex-users"] } };
  const lab = { inventory: inventory.parse({ ...testInventory, people }) };
  const serverFor = async (person: string) => {
    const secret = kubeconfigFor(person, "core", lab);
    return JSON.parse(await ownSecret("a root secret", "test", secret)).clusters[0].cluster.server;
  };
  expect(await serverFor("owner")).toBe("https://100.64.0.20:6443");
  expect(await serverFor("child")).toBe("https://192.168.1.20:6443");
});

test("a cluster that nobody declared has no way in", () => {
  expect(() => kubeconfigOf("coer", { inventory: read })).toThrow("coer");
});
