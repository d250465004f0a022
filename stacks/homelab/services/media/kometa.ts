import { stringify } from "yaml";
import {
  claim,
  defineService,
  fromConfig,
  image,
  secretValue,
  urlOf,
  written,
} from "../../../../components/service/index.ts";

const library = { collection_files: [{ default: "basic" }, { default: "imdb" }] };

/** Collections and posters of Plex, made anew each night. Was called Plex Meta Manager. */
export const kometa = defineService({
  name: "kometa",
  about: "Collections and posters of Plex, kept by rules",
  lifecycle: "production",
  image: image(
    "docker.io/kometateam/kometa",
    "v2.4.8",
    "sha256:c58f6d4af511613f218b6dafbfc84078af4e5a6089790c1fdba58fd7c5dad70a",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "ocean" },
  workload: { kind: "cron", schedule: "0 4 * * *" },
  user: 1000,
  env: { KOMETA_RUN: "true", KOMETA_READ_ONLY_CONFIG: "true" },
  files: {
    "/config/config.yml": written((hold) =>
      stringify({
        libraries: { Movies: library, "TV Shows": library },
        settings: { cache: true, cache_expiration: 60, run_order: ["operations", "metadata", "collections"] },
        plex: { url: hold(urlOf("plex")), token: hold(secretValue("plex")), timeout: 60 },
        tmdb: { apikey: hold(secretValue("tmdb")), language: "en" },
      }),
    ),
  },
  resources: { cpu: "250m..2", memory: "1Gi..8Gi" },
  // What it has asked for already, and would ask for again.
  volumes: { "/config": claim("5Gi", { class: "local-path", backup: "never" }) },
  secrets: { plex: fromConfig("plex-token"), tmdb: fromConfig("tmdb") },
  reach: { internet: "TMDb, IMDb, and posters" },
});
