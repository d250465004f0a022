import { lab, service } from "../lab.ts";

export default lab(service({ ports: { http: 8080, admin: 8080 } }));
