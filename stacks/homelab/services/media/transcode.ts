import { defineService, share } from "../../../../components/service/index.ts";
import { jellyfin } from "./jellyfin.ts";

/** Encodes what is put into a folder of the NAS: three at a time, as many as share the card of the gaming PC. */
export const transcode = defineService({
  name: "transcode",
  about: "Films from a folder of the NAS, encoded anew on the RTX 4060",
  lifecycle: "production",
  program: "transcode",
  image: jellyfin.image, // for its ffmpeg, which knows the card
  place: { cluster: "brain", node: "k3s-gpu", gpu: { slices: 1 } },
  workload: { kind: "deployment", replicas: 3 },
  user: 1000,
  ports: { http: 8080 },
  env: {
    HOST: "0.0.0.0",
    PATH: "/usr/lib/jellyfin-ffmpeg:/usr/bin:/bin",
    TRANSCODE_BY: "card",
    TRANSCODE_SOURCES: "/transcode",
    TRANSCODE_RESULTS: "/media/transcoded",
  },
  health: { ready: "/readyz", live: "/healthz", startsWithin: 60 },
  resources: { cpu: "1", memory: "512Mi..3Gi" },
  endsWithin: 25, // what it has not finished is begun anew by another one
  volumes: { "/transcode": share("nas/transcode"), "/media": share("nas/media") },
  metrics: { port: "http", names: ["transcode_*"] },
  alerts: [
    {
      name: "FilmFailed",
      expr: 'sum(increase(transcode_films_total{outcome="failed"}[6h])) > 0',
      for: "5m",
      severity: "warning",
      summary: "A film could not be encoded anew, and stays as it is",
      action: "Why is in the queue: kubectl -n media port-forward deploy/transcode 8080, then /queue",
    },
  ],
});
