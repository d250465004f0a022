import { defineService, image } from "../../../../components/service/index.ts";

/** What models may do on GitHub. It holds no token: each request brings the one of who asks. */
export const mcpGithub = defineService({
  name: "mcp-github",
  about: "Tools for models: repositories, issues and pull requests",
  lifecycle: "production",
  image: image("ghcr.io/github/github-mcp-server", "v1.10.1"),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  user: 65532,
  args: ["http"],
  ports: { http: 8082 },
  health: { opens: "http" },
  resources: { cpu: "50m..500m", memory: "128Mi..256Mi" },
  reach: { internet: "GitHub" },
  expose: { tailnet: true },
  waive: {
    "image-digest": {
      because: "public files that we trust pin older versions, which do not speak HTTP alike",
      until: "2027-06-30",
    },
  },
});
