import { expect, test } from "vitest";
import { isMeant, outOfReach, standingOf, wordsIn } from "./index.ts";
import { checkOf, checks, lab } from "./testing.ts";

test("everything declared has a check, and none has two", () => {
  const ids = checks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of [
    "core/access/api",
    "brain/nodes/brain-gpu",
    "core/storage/longhorn",
    "core/namespaces/apps",
    "core/workloads/web",
    "core/workloads/certs",
    "core/network/web",
    "core/ingress/web",
    "core/scaling/horizontalpodautoscaler-web",
    "core/certificates/certificate-web-lan",
    "core/gitops/sealed-secrets",
    "desk/containers/model",
    "proxmox/machines/core-gpu",
    "cloudflare/tunnels/test-core",
    "tailscale/tailnet/nas",
    "house/pages/web",
    "world/pages/web",
  ])
    expect(ids).toContain(id);
});

test("a word means a topic, a place, a service or a check", () => {
  const meant = (word: string) => checks.filter((check) => isMeant(check, word)).map(({ id }) => id);
  expect(meant("certificates").every((id) => id.includes("/certificates/"))).toBe(true);
  expect(meant("desk").length).toBeGreaterThan(1);
  expect(meant("model")).toContain("desk/containers/model");
  expect(meant("core/nodes").length).toBe(3);
  expect(meant("nothing")).toEqual([]);
  expect(wordsIn(checks)).toEqual(expect.arrayContaining(["nodes", "core", "web"]));
});

test("a public name lets nobody in who has not shown who they are", () => {
  const check = checkOf("world/pages/web");
  if (check.by !== "page") throw new Error("it asks for no page");
  const page = (status: number, location = "") => check.judge({ status, location, text: "" }).status;
  expect(page(302, "https://homelab.cloudflareaccess.com/login")).toBe("ok");
  expect(page(403)).toBe("ok");
  expect(page(302, "https://evil.example.com/")).toBe("failed");
  expect(page(200)).toBe("failed");
});

test("from where somebody stands, some addresses cannot be reached", () => {
  const road = standingOf(["10.1.2.3", "100.64.0.7"], lab.inventory);
  expect(road).toEqual({ sites: [], tailnet: true });
  expect(outOfReach("100.64.0.5", road, lab.inventory)).toBeUndefined();
  expect(outOfReach("192.168.1.20", road, lab.inventory)).toBe(
    "192.168.1.20 is at house, and this machine is not",
  );
  const home = standingOf(["192.168.1.77"], lab.inventory);
  expect(outOfReach("192.168.1.20", home, lab.inventory)).toBeUndefined();
  expect(outOfReach("100.64.0.5", home, lab.inventory)).toContain(
    "is in the tailnet, and this machine is not",
  );
});
