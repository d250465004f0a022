import { claim, defineService, image } from "../../../../components/service/index.ts";

/** Faces and meanings in photos. Its models are kept, so that a restart does not download them again. */
export const immichMl = defineService({
  name: "immich-ml",
  about: "Machine learning of Immich: faces, and search by meaning",
  lifecycle: "production",
  image: image("ghcr.io/immich-app/immich-machine-learning", "v3.1.0-cuda"),
  place: { cluster: "brain", node: "k3s-master", gpu: { slices: 1 } },
  user: 1000,
  ports: { http: 3003 },
  env: {
    MACHINE_LEARNING_CACHE_FOLDER: "/cache",
    TRANSFORMERS_CACHE: "/cache",
    HOME: "/cache",
    HF_HUB_DISABLE_TELEMETRY: "1",
  },
  health: { ready: "/ping", startsWithin: 300 },
  resources: { cpu: "500m", memory: "2Gi..6Gi" },
  volumes: { "/cache": claim("10Gi", { backup: "never" }) },
  reach: { internet: "the models of its makers" },
  waive: {
    "image-digest": {
      because: "no public file that we trust pins the CUDA variant; the plain variant cannot use the GPU",
      until: "2027-06-30",
    },
  },
});
