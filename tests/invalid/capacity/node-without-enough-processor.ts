import { lab, service } from "../lab.ts";

const onServer = { cluster: "core", node: "core-server" };

export default lab(service({ place: onServer, resources: { cpu: "9", memory: "1Gi" } }));
