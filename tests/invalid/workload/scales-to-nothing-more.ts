import { lab, service } from "../lab.ts";

export default lab(service({ scale: { min: 3, max: 3, cpu: 80 } }));
