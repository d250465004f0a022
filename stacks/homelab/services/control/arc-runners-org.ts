import { githubRunners } from "../../../../components/runners/index.ts";
import { defineService, fromConfig } from "../../../../components/service/index.ts";

/** The usual runners, for every repository of the organization. */
export const arcRunnersOrg = defineService({
  name: "arc-runners-org",
  about: "GitHub's runners for the whole organization",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "arc-runners",
  needs: ["arc-controller"],
  chart: githubRunners({ of: "https://github.com/vector-weight-technologies", atMost: 4 }),
  secrets: { github: fromConfig("github-runners-org") },
  reach: { internet: { for: "GitHub", toStart: true } },
});
