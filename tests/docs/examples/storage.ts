import { claim, defineService, image, scratch, share } from "../../../components/service/index.ts";

/** Music for the house, one of each kind of disk. */
export const navidrome = defineService({
  name: "navidrome",
  about: "Music, streamed to every phone",
  lifecycle: "production",
  image: image("ghcr.io/navidrome/navidrome", "0.63.2", `sha256:${"9".repeat(64)}`),
  place: { cluster: "core" },
  user: 1000,
  ports: { http: 4533 },
  health: { ready: "/ping" },
  env: { ND_ENABLEINSIGHTSCOLLECTOR: "false" }, // its makers count who uses it otherwise
  resources: { cpu: "100m..1", memory: "256Mi..1Gi" },
  volumes: {
    "/data": claim("5Gi"), // a disk of its own, backed up daily
    "/covers": claim("2Gi", { backup: "never" }), // can be made again
    "/music": share("node006/media", { readOnly: true, folder: "music" }), // a dataset of a hypervisor
    "/podcasts": share("nas/media", { folder: "podcasts" }), // a share of the NAS
    "/tmp/transcode": scratch("4Gi"), // gone with the pod
  },
});
