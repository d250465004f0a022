import { image, lab, service } from "../lab.ts";

export default lab(service({ image: image("redis", "8.2.3", `sha256:${"a".repeat(64)}`) }));
