import { claim, defineService, image } from "../../../../components/service/index.ts";

/**
 * Pictures, as they were made before ComfyUI. Kept to be read: its makers publish no image, nobody maintains another's
 * since 2024, and ComfyUI draws all that it could. Its row of the disks' budget stays until somebody wants the room.
 */
export const automatic1111 = defineService({
  name: "automatic1111",
  about: "Pictures by Stable Diffusion, with its classic page",
  lifecycle: "archive",
  image: image("ghcr.io/ai-dock/stable-diffusion-webui", "v2-cuda-12.1.1-base-22.04"),
  place: { cluster: "platform", node: "ocean", gpu: { slices: 1 } },
  namespace: "gpu-workloads",
  ports: { http: 7860 },
  env: { HF_HUB_DISABLE_TELEMETRY: "1", GRADIO_ANALYTICS_ENABLED: "false" },
  health: { ready: "/sdapi/v1/sd-models", startsWithin: 1800 },
  resources: { cpu: "500m..4", memory: "4Gi..8Gi" },
  volumes: { "/workspace": claim("100Gi") },
  reach: { internet: { for: "its model, and its extensions", toStart: true } },
  expose: { lan: { host: "sd" } },
});
