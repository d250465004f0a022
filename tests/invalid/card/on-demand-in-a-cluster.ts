import { lab, service } from "../lab.ts";

export default lab(service({ start: "on demand" }));
