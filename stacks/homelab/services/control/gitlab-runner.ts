import { defineService, fromConfig, secretValue, text, urlOf } from "../../../../components/service/index.ts";

/** What each job gets, however little it asks for. It fetches code where GitLab answers inside of the cluster. */
const jobs = text`[[runners]]
  executor = "kubernetes"
  clone_url = "${urlOf("gitlab")}"
  [runners.kubernetes]
    namespace = "gitlab-runners"
    image = "docker.io/library/alpine:3.24.1"
    privileged = false
    allow_privilege_escalation = false
    cpu_request = "500m"
    cpu_limit = "1"
    memory_request = "1Gi"
    memory_limit = "2Gi"
    helper_cpu_request = "100m"
    helper_cpu_limit = "500m"
    helper_memory_request = "128Mi"
    helper_memory_limit = "512Mi"
`;

/** Takes jobs of GitLab, and starts a pod for each: none, or ten at once. */
export const gitlabRunner = defineService({
  name: "gitlab-runner",
  about: "Runs the pipelines of GitLab, a pod for each job",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "gitlab-runners",
  chart: {
    repository: "https://charts.gitlab.io",
    name: "gitlab-runner",
    version: "0.84.2",
    values: {
      gitlabUrl: text`${urlOf("gitlab")}`,
      runnerToken: text`${secretValue("runner")}`,
      rbac: { create: true },
      serviceAccount: { create: true },
      runners: { config: jobs },
    },
    pods: {
      manager: { resources: { cpu: "100m..500m", memory: "128Mi..512Mi" }, resourcesAt: "resources" },
      // Each with its helper, which fetches the code.
      job: {
        resources: { cpu: "600m..1500m", memory: "1152Mi..2560Mi" },
        perJob: true,
        replicas: 10,
        replicasAt: "concurrent",
      },
    },
  },
  secrets: { runner: fromConfig("gitlab-runner") },
  reach: { internet: "what jobs fetch" },
  waive: {
    "root-user": {
      because: "images of jobs are their authors', and most begin as root",
      until: "2027-06-30",
    },
  },
});
