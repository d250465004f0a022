import { claim, defineService, image, scratch, share } from "../../../../components/service/index.ts";

/** Pictures and video, node by node, on a slice of the RTX 3090. */
export const comfyui = defineService({
  name: "comfyui",
  about: "Pictures and video, drawn as a graph of steps",
  lifecycle: "production",
  image: image(
    "docker.io/mmartial/comfyui-nvidia-docker",
    "ubuntu24_cuda13.1-20260121",
    "sha256:6e94003fd94766e315ae85398957737a1c835a0e2fe5629b447c372da7769eda",
  ),
  place: { cluster: "platform", node: "ocean", gpu: { slices: 1 } },
  namespace: "gpu-workloads",
  // The image's own: as anybody else it would ask sudo to become this one, and no pod may gain rights.
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
  resources: { cpu: "500m..8", memory: "8Gi..24Gi" },
  volumes: {
    "/basedir": claim("50Gi"),
    "/basedir/models": share("node006/models"),
    "/comfy/mnt": claim("40Gi", { class: "local-path", backup: "never" }),
    "/dev/shm": scratch("2Gi", { memory: true }),
  },
  reach: { internet: { for: "its own program, PyTorch, nodes and models", toStart: true } },
  expose: { lan: true, tailnet: true, public: { access: "admin" } },
  waive: {
    "writable-root": {
      because: "the image's start script keeps caches in its user's home, beside what it brought along",
      until: "2027-06-30",
    },
  },
});
