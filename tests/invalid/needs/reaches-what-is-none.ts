import { lab, service } from "../lab.ts";

export default lab(service({ reach: { services: ["rediss"] } }), service({ name: "redis" }));
