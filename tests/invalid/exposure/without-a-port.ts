import { lab, service } from "../lab.ts";

export default lab(service({ ports: {}, health: { command: ["true"] }, expose: { tailnet: true } }));
