import {
  defineService,
  hostOf,
  image,
  portOf,
  scratch,
  share,
} from "../../../../components/service/index.ts";

/** Encodes for tdarr, on a slice of the rack's card. Both see the library under one path, so that no file crosses the network. */
export const tdarrNode = defineService({
  name: "tdarr-node",
  about: "Encodes films and series anew, on the GPU",
  lifecycle: "production",
  image: image(
    "ghcr.io/haveagitgat/tdarr_node",
    "2.86.01",
    "sha256:7542459ac5ed5cd299600530e9625b9d590629d5dc391c0016773f5d6aa3fe75",
  ),
  place: { cluster: "platform", node: "ocean", gpu: { slices: 1 } },
  env: {
    PUID: "1000",
    PGID: "1000",
    nodeName: "ocean",
    serverIP: hostOf("tdarr"),
    serverPort: portOf("tdarr", "server"),
    inContainer: "true",
  },
  health: { command: ["pgrep", "Tdarr_Node"], startsWithin: 180 },
  resources: { cpu: "1..8", memory: "1Gi..8Gi" },
  volumes: { "/media": share("node006/media"), "/app/logs": scratch("1Gi") },
  waive: {
    "root-user": {
      because: "the image starts as root, takes the drivers of the card in, and becomes the user of PUID",
      until: "2027-06-30",
    },
    "writable-root": { because: "it unpacks its program where it starts", until: "2027-06-30" },
    privilege: { because: "it gives its folders to the user of PUID, and becomes it", until: "2027-06-30" },
  },
});
