import { expect, test } from "vitest";
import { readLab } from "../lab/index.ts";
import { setupFor } from "../machine/index.ts";
import { planSecret } from "../secrets/index.ts";
import { share } from "../service/index.ts";
import { service, TODAY, testInventory } from "../testing/index.ts";
import { planOf } from "./testing.ts";

const about = "for a test";
const owner = { uid: 1000, gid: 1000 };
const pve = {
  ...testInventory.machines.pve,
  pools: {
    data01: {
      layout: "mirror",
      capacity: "8TB",
      datasets: { media: { about, owner, share: "nfs" }, backups: { about, owner, share: "smb" } },
    },
  },
};
const spec = { ...testInventory, machines: { ...testInventory.machines, pve } };
const lab = readLab(
  {
    name: "test",
    inventory: { file: "inventory.ts", spec },
    services: [
      {
        group: "apps",
        file: "services/apps/web.ts",
        spec: service({ volumes: { "/media": share("pve/media"), "/backups": share("pve/backups") } }),
      },
    ],
  },
  TODAY,
);

test("a dataset that its hypervisor shares is mounted from there", () => {
  const plan = planOf("web", lab);
  expect(plan["media-volume"]).toMatchObject({
    spec: { nfs: { server: "192.168.1.10", path: "/data01/media" } },
  });
  expect(plan["backups-volume"]).toMatchObject({
    spec: { csi: { driver: "smb.csi.k8s.io", volumeAttributes: { source: "//192.168.1.10/backups" } } },
  });
});

test("whoever mounts it has the password with which the hypervisor was set up", () => {
  const login = planOf("web", lab)["backups-login"];
  const [password] =
    login?.kind === "Secret"
      ? ((login as { stringData: Record<string, unknown[]> }).stringData.password ?? [])
      : [];
  expect(password).toEqual({ secret: "share-pve-backups", of: "web" });
  expect(planSecret({ secret: "share-pve-backups", of: "web" }, lab)).toEqual({
    derive: { lab: "test", service: "machines/pve", name: "samba", generation: 1, length: 32 },
  });
  const files = Object.values(setupFor("pve", lab).files).flatMap(({ text }) => text);
  expect(files).toContainEqual({ owner: "machines/pve", name: "samba", length: 32 });
});
