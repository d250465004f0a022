import { lab, untyped } from "../lab.ts";

export default lab(
  untyped({
    waive: { "image-diggest": { because: "the project publishes no digest", until: "2027-06-30" } },
  }),
);
