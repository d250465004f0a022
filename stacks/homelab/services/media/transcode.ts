import { defineService, share } from "../../../../components/service/index.ts";
import { transcodeWorker } from "../../../../components/transcode/index.ts";
import { jellyfin } from "./jellyfin.ts";

/** Encodes what is put into a folder of the NAS: three at a time, as many as share the card of the gaming PC. */
export const transcode = defineService({
  name: "transcode",
  about: "Films from a folder of the NAS, encoded anew on the RTX 4060",
  lifecycle: "production",
  image: jellyfin.image, // for its ffmpeg, which knows the card
  place: { cluster: "brain", node: "k3s-gpu", gpu: { slices: 1 } },
  workload: { kind: "deployment", replicas: 3 },
  user: 1000,
  command: ["bash", "/opt/transcode/worker.sh"],
  files: { "/opt/transcode/worker.sh": transcodeWorker },
  env: {
    PATH: "/usr/lib/jellyfin-ffmpeg:/usr/bin:/bin",
    SOURCES: "/transcode",
    RESULTS: "/media/transcoded",
    DECODE: "-hwaccel cuda -hwaccel_output_format cuda",
    ENCODE: "-c:v:0 hevc_nvenc -preset p5 -rc vbr -cq 24 -b:v 0",
  },
  health: { command: ["bash", "-c", '[ -n "$(find /tmp/alive -mmin -5)" ]'], startsWithin: 60 },
  resources: { cpu: "1", memory: "512Mi..3Gi" },
  volumes: { "/transcode": share("nas/transcode"), "/media": share("nas/media") },
});
