import { lab, service, urlOf } from "../lab.ts";

export default lab(service({ env: { REDIS: urlOf("redis", "redis") } }), service({ name: "redis" }));
