import { lab, service } from "../lab.ts";

export default lab(service({ disruption: { minAvailable: 1 } }));
