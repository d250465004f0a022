import { claim, defineService, image, scratch } from "../../../../components/service/index.ts";

/**
 * Pictures and video, while neither a game nor a model needs the card. It keeps what it has loaded until it is stopped: its
 * manager does that when nobody draws. The one on ocean is there for everybody else.
 */
export const comfyuiGamingPc = defineService({
  name: "comfyui-gaming-pc",
  about: "Pictures and video on the gaming PC's card, when it is asked for",
  lifecycle: "production",
  image: image(
    "docker.io/mmartial/comfyui-nvidia-docker",
    "ubuntu24_cuda13.1-20260121",
    "sha256:6e94003fd94766e315ae85398957737a1c835a0e2fe5629b447c372da7769eda",
  ),
  place: { docker: "gaming-pc", gpu: { vram: "12Gi" } },
  start: "on demand",
  // The image's own: as anybody else it would ask sudo to become this one, and no container may gain rights.
  user: 1024,
  ports: { http: 8188 },
  env: {
    WANTED_UID: "1024",
    WANTED_GID: "1024",
    BASE_DIRECTORY: "/basedir",
    USE_UV: "true",
    HF_HUB_DISABLE_TELEMETRY: "1",
    COMFY_CMDLINE_EXTRA: "--disable-api-nodes", // which would hand pictures and words to models of others
    SECURITY_LEVEL: "normal",
  },
  // The first start installs PyTorch.
  health: { ready: "/system_stats", startsWithin: 1800 },
  resources: { cpu: "2..8", memory: "8Gi..16Gi" },
  volumes: {
    "/basedir": claim("150Gi", { backup: "never" }),
    "/comfy/mnt": claim("40Gi", { backup: "never" }),
    "/dev/shm": scratch("2Gi", { memory: true }),
  },
  reach: { internet: { for: "its own program, PyTorch, nodes and models", toStart: true } },
  expose: { lan: { guard: "admin" } },
  waive: {
    "writable-root": {
      because: "the image's start script keeps caches in its user's home, beside what it brought along",
      until: "2027-06-30",
    },
  },
});
