import { claim, defineService, generated, image, secretValue } from "../../../../components/service/index.ts";

/** A voice for whoever speaks OpenAI's API. Production, with its digest, once the house's Harbor has its image. */
export const ttsServer = defineService({
  name: "tts-server",
  about: "Speech by Chatterbox, asked for as OpenAI's is",
  lifecycle: "experimental",
  image: image("harbor.home/library/tts-server", "b83009664dea5f453e55b341ab83069d280c2760"),
  place: { docker: "gaming-pc", gpu: { vram: "5Gi" } },
  start: "on demand",
  user: 1000,
  ports: { http: 8092 },
  env: {
    HOST: "0.0.0.0",
    PORT: "8092",
    API_KEY: secretValue("key"),
    TTS_VOICES: "/voices",
    HF_HOME: "/models",
  },
  health: { ready: "/readyz", startsWithin: 300 },
  resources: { cpu: "1..4", memory: "4Gi..10Gi" },
  endsWithin: 30, // longer than it lets answers end
  volumes: {
    "/models": claim("10Gi", { backup: "never" }),
    "/voices": claim("1Gi", { backup: "daily" }),
  },
  secrets: { key: generated(48) },
  reach: { internet: { for: "its model, until it is here", toStart: true } },
  metrics: { port: "http", names: ["work_*", "cards_*", "http_*", "process_*", "python_*"] },
  expose: { lan: true },
  waive: {
    "image-digest": {
      because: "the house builds it: its digest is said by the first run of the workflow of images",
      until: "2027-06-30",
    },
  },
});
