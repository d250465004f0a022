import { hostOf, lab, service } from "../lab.ts";

export default lab(
  service({ env: { WORKER: hostOf("worker") } }),
  service({ name: "worker", ports: {}, health: { command: ["true"] } }),
);
