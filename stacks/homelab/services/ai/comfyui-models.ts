import { filesSync } from "../../../../components/models/index.ts";
import { defineService, share } from "../../../../components/service/index.ts";
import { ollamaModels } from "./ollama-models.ts";

const room = { service: "comfyui", disk: "200Gi", memory: "24Gi" } as const;

/** What ComfyUI draws with. Each fits into the card by itself; the room is of the dataset, and others may use it too. */
const models = filesSync({ ...room, folder: "/models", token: "huggingface" }, [
  {
    repository: "stabilityai/stable-diffusion-xl-base-1.0",
    file: "sd_xl_base_1.0.safetensors",
    into: "checkpoints",
    quantization: "F16",
    size: "6.5Gi",
    loaded: "10Gi",
    sha256: "31e35c80fc4829d14f90153f4c74cd59c90b779f6afe05a74cd6120b893f7e5b",
  },
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

/** Brings ComfyUI its models; what is declared no more goes, and what somebody put there stays. */
export const comfyuiModels = defineService({
  ...ollamaModels,
  name: "comfyui-models",
  about: "The models of ComfyUI, fetched when one is missing",
  namespace: "gpu-workloads",
  workload: { kind: "cron", schedule: "15 4 * * *" },
  ...models,
  resources: { cpu: "100m..1", memory: "64Mi..192Mi" },
  volumes: { "/models": share("node006/models") },
  reach: { internet: { for: "models of Hugging Face", toStart: true } },
});
