import { claim, defineService, image } from "../../../../components/service/index.ts";

/**
 * Speech, in any voice that one has a minute of. Kept to be read: its image is known by the names of branches alone, which
 * are other programs from day to day. Whoever pins one by its digest brings this back.
 */
export const chatterbox = defineService({
  name: "chatterbox",
  about: "Speech from text, in borrowed voices",
  lifecycle: "archive",
  image: image("ghcr.io/devnen/chatterbox-tts-server", "main"),
  place: { cluster: "platform", node: "ocean", gpu: { slices: 1 } },
  namespace: "gpu-workloads",
  ports: { http: 8004 },
  env: { HF_HUB_DISABLE_TELEMETRY: "1" },
  health: { ready: "/api/ui/initial-data", startsWithin: 600 },
  resources: { cpu: "500m..4", memory: "4Gi..8Gi" },
  volumes: {
    "/app/voices": claim("5Gi", { class: "local-path" }),
    "/app/hf_cache": claim("20Gi", { class: "local-path", backup: "never" }),
  },
  reach: { internet: { for: "its model", toStart: true } },
  expose: { lan: { host: "speech" } },
});
