import { claim, defineService, image, scratch, share } from "../../../../components/service/index.ts";

/** Films and series for everybody who is invited; transcodes on one slice of the rack's GPU. */
export const plex = defineService({
  name: "plex",
  about: "Films and series for those who are invited",
  lifecycle: "production",
  image: image(
    "ghcr.io/home-operations/plex",
    "1.43.3.10896",
    "sha256:4f1d88882a9883cc525e7c84b22c67c57416b7d3b35c3412329eeb07786433a7",
  ),
  place: { cluster: "platform", node: "ocean", gpu: { slices: 1 } },
  user: 2000,
  ports: { http: 32400 },
  env: {
    // Its transcoder brings libraries of its own, and looks nowhere else: the driver's lie here.
    LD_LIBRARY_PATH: "/usr/lib/x86_64-linux-gnu",
  },
  health: { ready: "/identity", startsWithin: 120 },
  resources: { cpu: "1..8", memory: "4Gi..16Gi" },
  volumes: {
    "/config": claim("50Gi", { class: "local-path" }),
    "/transcode": scratch("50Gi"),
    "/media": share("node006/media", { readOnly: true }),
  },
  reach: { internet: "plex.tv, covers and descriptions" },
  expose: { lan: true, public: { access: "plex-users" } },
});
