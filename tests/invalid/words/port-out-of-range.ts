import { lab, service } from "../lab.ts";

export default lab(service({ ports: { http: 80800 } }));
