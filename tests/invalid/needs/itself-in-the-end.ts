import { lab, service } from "../lab.ts";

export default lab(
  service({ name: "a", needs: ["b"] }),
  service({ name: "b", needs: ["c"] }),
  service({ name: "c", needs: ["a"] }),
);
