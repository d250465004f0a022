import { image, lab, service } from "../lab.ts";

export default lab(
  service({
    image: image("docker.io/library/web", "1.2.3"),
    waive: { "image-digest": { because: "the project publishes no digest yet", until: "2026-06-30" } },
  }),
);
