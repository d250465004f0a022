import { inventory } from "../lab.ts";

const backupServer = { datastore: "lab", dataset: "pve/tank/pbs" };

export default inventory({ machines: { "core-server": { backupServer }, "core-gpu": { backupServer } } });
