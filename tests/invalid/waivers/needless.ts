import { lab, service } from "../lab.ts";

export default lab(
  service({
    waive: { "image-digest": { because: "the project publishes no digest yet", until: "2027-06-30" } },
  }),
);
