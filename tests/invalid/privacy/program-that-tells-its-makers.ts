import { image, lab, service } from "../lab.ts";

export default lab(
  service({
    image: image("docker.io/qdrant/qdrant", "v1.19.0"),
    env: { QDRANT__TELEMETRY_DISABLED: "false" },
  }),
);
