import { defineService } from "../../../../components/service/index.ts";
import { qdrant } from "./qdrant.ts";

/** The same, for what the AI platform reads and is to find again. */
export const aiQdrant = defineService({
  ...qdrant,
  name: "ai-qdrant",
  about: "Vectors of the AI platform: documents of Dify",
  place: { cluster: "platform", node: "platform-02" },
  namespace: "self-hosted-ai",
});
