import { defineService, share } from "../../../../components/service/index.ts";

/**
 * Files, for models to read. Kept to be read: it speaks through a pipe to the program that started it and has no port, so
 * that nobody on the network could ask it; its image (docker.io/mcp/filesystem) has no version. The router's tools read
 * files instead.
 */
export const mcpFilesystem = defineService({
  name: "mcp-filesystem",
  about: "Tools for models: files of a folder",
  lifecycle: "archive",
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  args: ["/projects"],
  resources: { cpu: "50m..500m", memory: "128Mi..256Mi" },
  volumes: { "/projects": share("node006/cloud", { readOnly: true }) },
});
