import { lab, service } from "../lab.ts";

export default lab(service({ program: "greeter", place: { docker: "desk" } }));
