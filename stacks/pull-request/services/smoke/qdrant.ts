import { qdrant as declared } from "../../../homelab/services/ai/qdrant.ts";
import { disk, here } from "../../here.ts";

export const qdrant = here(declared, {
  resources: { cpu: "100m..2", memory: "256Mi..1Gi" },
  volumes: { "/qdrant/storage": disk },
});
