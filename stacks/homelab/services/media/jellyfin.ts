import { claim, defineService, image, scratch, share } from "../../../../components/service/index.ts";

/** Films and series for the house; transcodes on one slice of the laptop's GPU. */
export const jellyfin = defineService({
  name: "jellyfin",
  about: "Films and series, transcoded on the GPU",
  lifecycle: "production",
  image: image(
    "ghcr.io/jellyfin/jellyfin",
    "10.11.11",
    "sha256:45f648c382a0c8b552582fcea40e95cb17c5d475473a891cba0eb7523fb92112",
  ),
  place: { cluster: "brain", node: "k3s-master", gpu: { slices: 1 } },
  user: 2000,
  ports: { http: 8096 },
  health: { ready: "/health", startsWithin: 120 },
  resources: { cpu: "500m", memory: "1Gi..4Gi" },
  volumes: {
    "/config": claim("20Gi"),
    "/cache": scratch("20Gi"),
    "/media": share("nas/media", { readOnly: true }),
  },
  reach: { internet: "covers and descriptions" },
  expose: { lan: true, tailnet: true, public: { access: "plex-users" } },
  waive: {
    "open-port": {
      because: "brain has no ingress: what is shown in the house there has a port of its own",
      until: "2027-06-30",
    },
  },
});
