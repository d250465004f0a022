import { githubRunners } from "../../../../components/runners/index.ts";
import { defineService, fromConfig } from "../../../../components/service/index.ts";

/**
 * Runners for what is built for ARM. They run on amd64 as all others: a job builds by QEMU, slowly, for which a node
 * has to know foreign programs (binfmt), and none does yet.
 */
export const arcRunnersArm64 = defineService({
  name: "arc-runners-arm64",
  about: "GitHub's runners for ARM builds, by emulation",
  lifecycle: "experimental",
  place: { cluster: "platform" },
  namespace: "arc-runners",
  needs: ["arc-controller"],
  chart: githubRunners({ of: "https://github.com/terrac/homelab", atMost: 4 }),
  secrets: { github: fromConfig("github-runners") },
  reach: { internet: { for: "GitHub", toStart: true } },
});
