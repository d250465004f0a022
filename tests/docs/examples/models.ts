import { filesSync } from "../../../components/models/index.ts";
import { defineService, share } from "../../../components/service/index.ts";

const models = filesSync({ service: "comfyui", disk: "200Gi", memory: "24Gi", folder: "/models" }, [
  {
    repository: "stabilityai/sdxl-vae",
    file: "sdxl_vae.safetensors",
    into: "vae",
    quantization: "F32",
    size: "320Mi",
    loaded: "1Gi",
    sha256: "63aeecb90ff7bc1c115395962d3e803571385b61938377bc7089b36e81e92e2e",
  },
]);

/** Fetches what is missing, at a quarter past four. */
export const comfyuiModels = defineService({
  name: "comfyui-models",
  about: "The models of ComfyUI, fetched when one is missing",
  lifecycle: "production",
  place: { cluster: "core" },
  workload: { kind: "cron", schedule: "15 4 * * *" },
  ...models,
  resources: { cpu: "10m..100m", memory: "64Mi..192Mi" },
  volumes: { "/models": share("nas/media", { folder: "models" }) },
  reach: { internet: { for: "models of Hugging Face", toStart: true } },
});
