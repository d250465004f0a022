import { inventory } from "../lab.ts";

export default inventory({
  machines: {
    "9000": { kind: "metal", about: "a box", site: "house", tailnet: true, threads: 4, memory: "8Gi" },
  },
});
