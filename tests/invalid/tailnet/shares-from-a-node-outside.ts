import { inventory, service, share } from "../lab.ts";

export default inventory(
  { machines: { nas: { site: "flat", lan: "192.168.0.5" } } },
  service({ place: { cluster: "core", node: "core-gpu" }, volumes: { "/media": share("nas/media") } }),
);
