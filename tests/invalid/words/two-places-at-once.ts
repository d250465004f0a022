import { lab, untyped } from "../lab.ts";

export default lab(untyped({ place: { cluster: "core", docker: "desk" } }));
