import { lab, service } from "../lab.ts";

export default lab(service({ volumes: { "/var/run/docker.sock": { kind: "engine" } } }));
