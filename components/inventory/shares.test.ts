import { expect, test } from "vitest";
import { testInventory } from "../testing/index.ts";
import { inventory } from "./inventory.ts";
import { sharesOf } from "./shares.ts";

const about = "for a test";
const owner = { uid: 1000, gid: 1000 };

test("a share is called by its machine: those of a file server, and the datasets of a hypervisor", () => {
  const datasets = {
    media: { about, owner, share: "nfs" },
    backups: { about, owner, share: "smb" },
    scratch: { about, owner },
  };
  const pve = {
    ...testInventory.machines.pve,
    pools: { data01: { layout: "mirror", capacity: "8TB", datasets } },
  };
  const shares = sharesOf(
    inventory.parse({ ...testInventory, machines: { ...testInventory.machines, pve } }),
  );
  expect(Object.keys(shares).filter((name) => !name.startsWith("nas/"))).toEqual([
    "pve/media",
    "pve/backups",
  ]);
  expect(shares["pve/media"]).toMatchObject({ protocol: "nfs", path: "/data01/media" });
  expect(shares["pve/backups"]).toMatchObject({
    protocol: "cifs",
    path: "/backups",
    login: { user: "homelab", password: { owner: "machines/pve", name: "samba" } },
  });
  expect(shares["nas/photos"]).toMatchObject({
    protocol: "cifs",
    login: { user: "homelab", password: { token: "nas-password" } },
  });
});
