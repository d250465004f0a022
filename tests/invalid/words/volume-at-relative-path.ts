import { claim, lab, service } from "../lab.ts";

export default lab(service({ volumes: { data: claim("1Gi") } }));
