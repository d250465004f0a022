import { image, lab, service } from "../lab.ts";

export default lab(
  service({ image: image("docker.io/library/redis", "latest", `sha256:${"a".repeat(64)}`) }),
);
