import { inventory } from "../lab.ts";

const excuse = { because: "waits until the server has been upgraded", until: "2027-06-30" };

export default inventory({
  clusters: { core: { nodes: { "core-arm": { waive: { "newer-than-its-servers": excuse } } } } },
});
