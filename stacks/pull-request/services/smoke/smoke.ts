import { defineService, image, urlOf } from "../../../../components/service/index.ts";
import { CLUSTER } from "../../inventory.ts";

const ASK = "curl --fail --silent --show-error --retry 30 --retry-all-errors";

/** Asks two of the others, by their names and through their policies. The update is well when this has ended. */
export const smoke = defineService({
  name: "smoke",
  about: "Asks the others, as services ask one another",
  lifecycle: "production",
  image: image("docker.io/curlimages/curl", "8.21.0"),
  place: { cluster: CLUSTER },
  workload: { kind: "job" },
  user: 100,
  command: ["sh", "-ec", `for each; do ${ASK} "$each/healthz"; done`, "smoke"],
  args: [urlOf("searxng"), urlOf("qdrant")],
  resources: { cpu: "10m..100m", memory: "32Mi..64Mi" },
  waive: {
    "image-digest": {
      because: "no digest of this version stands in a public file that we trust",
      until: "2027-06-30",
    },
  },
});
