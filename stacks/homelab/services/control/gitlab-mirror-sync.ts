import { readFileSync } from "node:fs";
import {
  defineService,
  fromConfig,
  image,
  scratch,
  secretValue,
  urlOf,
} from "../../../../components/service/index.ts";

const script = readFileSync(new URL("gitlab-mirror-sync.sh", import.meta.url), "utf8");

/** Copies every repository of two owners from GitHub. GitLab's free edition would only push mirrors, and not fetch them. */
export const gitlabMirrorSync = defineService({
  name: "gitlab-mirror-sync",
  about: "Mirrors of GitHub's repositories in GitLab, every hour",
  lifecycle: "production",
  // GitLab's own, which lies on the node already: it has git, curl and Ruby.
  image: image(
    "docker.io/gitlab/gitlab-ce",
    "19.3.0-ce.0",
    "sha256:f7e453ff51d1910235365085fe836e4589716d26b44d99a8aa3e2c41377f034f",
  ),
  place: { cluster: "platform", node: "platform-02" },
  namespace: "gitlab",
  workload: { kind: "cron", schedule: "17 * * * *" },
  user: 1000,
  command: ["bash", "/opt/mirror/sync"],
  files: { "/opt/mirror/sync": script },
  env: {
    HOME: "/tmp",
    GITHUB_OWNERS: "tzervas vector-weight-technologies",
    GITHUB_TOKEN: secretValue("github"),
    GITLAB_URL: urlOf("gitlab"),
    GITLAB_TOKEN: secretValue("gitlab"),
  },
  resources: { cpu: "100m..2", memory: "128Mi..1Gi" },
  volumes: { "/tmp": scratch("20Gi") },
  secrets: { github: fromConfig("github-mirror"), gitlab: fromConfig("gitlab-mirror") },
  reach: { internet: "GitHub, of which it keeps mirrors" },
});
