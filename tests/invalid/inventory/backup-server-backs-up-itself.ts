import { inventory } from "../lab.ts";

export default inventory({
  machines: {
    pve: {
      pools: {
        tank: {
          layout: "mirror",
          capacity: "4TB",
          datasets: { pbs: { about: "backups", owner: { uid: 34, gid: 34 }, share: "nfs" } },
        },
      },
    },
    "core-server": { backup: "daily", backupServer: { datastore: "lab", dataset: "pve/tank/pbs" } },
  },
});
