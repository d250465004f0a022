import { generated, lab, service } from "../lab.ts";

export default lab(service({ secrets: { password: generated() } }));
