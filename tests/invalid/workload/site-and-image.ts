import { lab, service } from "../lab.ts";

export default lab(service({ site: "dashboard" }));
