import { claim, defineService, image, share } from "../../../../components/service/index.ts";

/** Decides what of the library should be encoded anew; tdarr-node does it. */
export const tdarr = defineService({
  name: "tdarr",
  about: "What of the library is to be encoded anew",
  lifecycle: "production",
  image: image("ghcr.io/haveagitgat/tdarr", "2.86.01"),
  place: { cluster: "platform", node: "ocean" },
  ports: { web: 8265, server: 8266 },
  env: {
    PUID: "1000",
    PGID: "1000",
    serverIP: "0.0.0.0",
    serverPort: "8266",
    webUIPort: "8265",
    internalNode: "false",
    inContainer: "true",
  },
  health: { ready: "/api/v2/status", port: "server", startsWithin: 180 },
  resources: { cpu: "100m..2", memory: "512Mi..2Gi" },
  volumes: {
    "/app/server": claim("10Gi", { class: "local-path" }),
    "/app/configs": claim("1Gi", { class: "local-path" }),
    "/media": share("node006/media"),
  },
  expose: { port: "web", lan: { guard: "admin" } },
  waive: {
    "image-digest": {
      because: "no digest of this version of the server stands in a public file that we trust yet",
      until: "2027-06-30",
    },
    "root-user": {
      because: "the image starts as root, takes the drivers of the card in, and becomes the user of PUID",
      until: "2027-06-30",
    },
    "writable-root": { because: "it unpacks its program where it starts", until: "2027-06-30" },
    privilege: { because: "it gives its folders to the user of PUID, and becomes it", until: "2027-06-30" },
  },
});
