import { defineService, image } from "../../../../components/service/index.ts";

/**
 * How busy, hot and full the card is, also while somebody plays. Its makers promise nothing for Windows, where some have it
 * run under WSL2 and others do not: so it is tried out. What models take of the card, their manager knows without it.
 */
export const dcgmExporterGamingPc = defineService({
  name: "dcgm-exporter-gaming-pc",
  about: "Load, memory and heat of the gaming PC's card",
  lifecycle: "experimental",
  image: image(
    "nvcr.io/nvidia/k8s/dcgm-exporter",
    "4.5.2-4.8.1-ubuntu22.04",
    "sha256:17e9d49093f2d86d90260eec3c07b18b3f78fc5eadef3c8ab26a24fa5a9c1b2c",
  ),
  place: { docker: "gaming-pc", gpu: true },
  user: 1000,
  ports: { metrics: 9400 },
  health: { opens: "metrics" },
  resources: { cpu: "50m..200m", memory: "128Mi..512Mi" },
  metrics: { port: "metrics", names: ["DCGM_FI_DEV_*"] },
});
