import { lab, service } from "../lab.ts";

export default lab(service({ place: { docker: "desk" }, start: "on demand" }));
