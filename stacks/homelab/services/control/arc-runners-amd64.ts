import { githubRunners } from "../../../../components/runners/index.ts";
import { defineService, fromConfig } from "../../../../components/service/index.ts";

/** The usual runners: `runs-on: arc-runners-amd64`. */
export const arcRunnersAmd64 = defineService({
  name: "arc-runners-amd64",
  about: "GitHub's runners for the usual jobs, none while there is none",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "arc-runners",
  needs: ["arc-controller"],
  chart: githubRunners({ of: "https://github.com/terrac/homelab", atMost: 4 }),
  secrets: { github: fromConfig("github-runners") },
  reach: { internet: { for: "GitHub", toStart: true } },
});
