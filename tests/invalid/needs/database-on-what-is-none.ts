import { lab, service } from "../lab.ts";

export default lab(service({ database: { on: "redis" } }), service({ name: "redis" }));
