import {
  claim,
  defineService,
  generated,
  image,
  scratch,
  secretValue,
} from "../../../../components/service/index.ts";

/** One at a time is in the card; the first draws where none is named. */
const models = {
  sdxl: {
    source: "stabilityai/stable-diffusion-xl-base-1.0",
    variant: "fp16",
    dtype: "float16",
    vram: "9GiB",
    steps: 30,
    guidance: 6,
  },
};

/** Pictures for whoever speaks OpenAI's API. Production, with its digest, once the house's Harbor has its image. */
export const imageServer = defineService({
  name: "image-server",
  about: "Pictures by Diffusers, asked for as OpenAI's are",
  lifecycle: "experimental",
  image: image("harbor.home/library/image-server", "b83009664dea5f453e55b341ab83069d280c2760"),
  place: { docker: "gaming-pc", gpu: { vram: "9Gi" } },
  start: "on demand",
  user: 1000,
  ports: { http: 8091 },
  env: {
    HOST: "0.0.0.0",
    PORT: "8091",
    API_KEY: secretValue("key"),
    IMAGE_MODELS: JSON.stringify(models),
    IMAGE_FILES: "/pictures",
    HF_HOME: "/models",
  },
  health: { ready: "/readyz", startsWithin: 300 },
  resources: { cpu: "1..4", memory: "4Gi..12Gi" },
  endsWithin: 30, // longer than it lets answers end
  volumes: {
    "/models": claim("60Gi", { backup: "never" }),
    "/pictures": scratch("1Gi", { memory: true }),
  },
  secrets: { key: generated(48) },
  reach: { internet: { for: "its models, until they are here", toStart: true } },
  metrics: { port: "http", names: ["work_*", "cards_*", "http_*", "process_*", "python_*"] },
  expose: { lan: true },
  waive: {
    "image-digest": {
      because: "the house builds it: its digest is said by the first run of the workflow of images",
      until: "2027-06-30",
    },
  },
});
