import { inventory } from "../lab.ts";

export default inventory({
  machines: { "core-server": { backupServer: { datastore: "lab", dataset: "pve/tank/pbs" } } },
});
