import { inventory } from "../lab.ts";

const excuse = { because: "waits until the server has been upgraded", until: "2026-06-30" };

export default inventory({
  clusters: {
    core: {
      nodes: { "core-arm": { version: "v1.35.1+k3s1", waive: { "newer-than-its-servers": excuse } } },
    },
  },
});
