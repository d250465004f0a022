import { claim, defineService, generated, image, secretValue } from "../../../../components/service/index.ts";

/**
 * Finds what means the same. Its disk once lay on asuna and kept it there, where it had no room: it names pesubuntu, so
 * that the disk is made where it shall stay.
 */
export const qdrant = defineService({
  name: "qdrant",
  about: "Vectors of the house's assistants and workflows",
  lifecycle: "production",
  image: image(
    "docker.io/qdrant/qdrant",
    "v1.19.0",
    "sha256:057ee3a8da769fe7310dd3537b4dc7583bf87a95ce8ac43c0af5a46bc580d1fc",
  ),
  place: { cluster: "core", node: "pesubuntu" },
  workload: { kind: "stateful" },
  user: 1000,
  ports: { http: 6333, grpc: 6334 },
  env: {
    QDRANT__SERVICE__API_KEY: secretValue("api-key"),
    QDRANT__STORAGE__SNAPSHOTS_PATH: "/qdrant/storage/snapshots",
    QDRANT__TELEMETRY_DISABLED: "true",
    // Beside the program is nothing that it may write, and it would else mark there that it has begun.
    QDRANT_INIT_FILE_PATH: "/tmp/.qdrant-initialized",
  },
  health: { ready: "/readyz", live: "/healthz", startsWithin: 120 },
  resources: { cpu: "100m..2", memory: "1Gi..4Gi" },
  volumes: { "/qdrant/storage": claim("20Gi", { class: "local-path" }) },
  secrets: { "api-key": generated(48) },
});
