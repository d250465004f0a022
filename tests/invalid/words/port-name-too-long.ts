import { lab, service } from "../lab.ts";

export default lab(service({ ports: { "administration-of-all": 8080 }, health: { command: ["true"] } }));
