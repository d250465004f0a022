import { lab, untyped } from "../lab.ts";

export default lab(untyped({ image: "docker.io/library/redis:8.2.3" }));
