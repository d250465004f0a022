import {
  claim,
  defineService,
  fromConfig,
  image,
  secretValue,
  urlOf,
} from "../../../../components/service/index.ts";

/** Copies every repository of two owners from GitHub. GitLab's free edition would only push mirrors, and not fetch them. */
export const gitlabMirrorSync = defineService({
  name: "gitlab-mirror-sync",
  about: "Mirrors of GitHub's repositories in GitLab, every hour",
  lifecycle: "production",
  program: "git-mirror",
  // GitLab's own, for its git: it lies on the node already.
  image: image(
    "docker.io/gitlab/gitlab-ce",
    "19.3.0-ce.0",
    "sha256:f7e453ff51d1910235365085fe836e4589716d26b44d99a8aa3e2c41377f034f",
  ),
  place: { cluster: "platform", node: "platform-02" },
  namespace: "gitlab",
  workload: { kind: "cron", schedule: "17 * * * *" },
  user: 1000,
  files: {
    "/etc/git-mirror/github": secretValue("github"),
    "/etc/git-mirror/gitlab": secretValue("gitlab"),
  },
  env: {
    PATH: "/opt/gitlab/embedded/bin:/usr/bin:/bin",
    GITHUB_OWNERS: "tzervas vector-weight-technologies",
    GITHUB_TOKEN_FILE: "/etc/git-mirror/github",
    TARGET: "gitlab",
    TARGET_URL: urlOf("gitlab"),
    TARGET_TOKEN_FILE: "/etc/git-mirror/gitlab",
    CACHE_DIR: "/cache",
    REPORT_FILE: "/cache/report.json",
  },
  resources: { cpu: "100m..2", memory: "128Mi..1Gi" },
  // Lost, the next run fetches everything again.
  volumes: { "/cache": claim("20Gi", { class: "local-path", backup: "never" }) },
  secrets: { github: fromConfig("github-mirror"), gitlab: fromConfig("gitlab-mirror") },
  reach: { internet: "GitHub, of which it keeps mirrors" },
});
