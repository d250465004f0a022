import { claim, defineService, generated, image, share } from "../../../../components/service/index.ts";
import { config } from "../../settings/filebrowser.ts";

/** The files of the NAS in a browser. FileBrowser Quantum: the first of that name is no longer looked after. */
export const filebrowser = defineService({
  name: "filebrowser",
  about: "The files of the NAS, in a browser",
  lifecycle: "production",
  image: image(
    "ghcr.io/gtsteffaniak/filebrowser",
    "1.5.0-stable",
    "sha256:fc213590ebc090cb8205125cd3ecdfa9066b9ed4a0b53fe2570972d6a3379e73",
  ),
  place: { cluster: "brain", node: "k3s-master" },
  user: 1000,
  ports: { http: 8080 },
  env: { FILEBROWSER_CONFIG: "/etc/filebrowser/config.yaml" },
  files: { "/etc/filebrowser/config.yaml": config },
  health: { ready: "/health", startsWithin: 60 },
  resources: { cpu: "100m", memory: "512Mi..2Gi" },
  volumes: {
    "/config": claim("2Gi"),
    "/files/media": share("nas/media"),
    "/files/photos": share("nas/photos", { readOnly: true }),
  },
  secrets: { admin: generated() },
  signIn: { by: "authentik", returnTo: ["/api/auth/oidc/callback"] },
  reach: { internet: "Authentik's public address" },
  expose: { tailnet: { host: "files" } },
});
