import { lab, untyped } from "../lab.ts";

export default lab(untyped({ ports: { http: "8080" } }));
