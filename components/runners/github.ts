import { image, reference, type ServiceSpec, secretValue, text } from "../service/index.ts";

interface Runners {
  /** Whose jobs they take: a repository, or an organization. */
  of: `https://github.com/${string}`;
  /** As many at once, and none while there is nothing to do. */
  atMost: number;
  /** What their jobs find in their environment. */
  env?: Record<string, ReturnType<typeof text>>;
}

/** Renovate finds it by its form. */
const RUNNER = image(
  "ghcr.io/actions/actions-runner",
  "2.336.0",
  "sha256:0cfdcc701ce933c6d243c6b0b2da767366dc9f2e99961d4c3754b0b78084cdda",
);

/** Its user that is not root. */
const USER = 1001;

/**
 * A set of GitHub's runners: a pod for each job, which is gone with the job. They may share a namespace, and its quota; the
 * secret `github` is a token that may register runners.
 */
export function githubRunners({ of, atMost, env = {} }: Runners): NonNullable<ServiceSpec["chart"]> {
  const resources = { cpu: "500m..1250m", memory: "1Gi..2560Mi" } as const;
  return {
    repository: "oci://ghcr.io/actions/actions-runner-controller-charts",
    name: "gha-runner-scale-set",
    version: "0.14.2",
    values: {
      githubConfigUrl: of,
      githubConfigSecret: { github_token: text`${secretValue("github")}` },
      controllerServiceAccount: { namespace: "arc-systems", name: "arc-controller" },
      minRunners: 0,
      template: {
        spec: {
          securityContext: {
            runAsNonRoot: true,
            runAsUser: USER,
            fsGroup: USER,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: "runner",
              image: reference(RUNNER),
              command: ["/home/runner/run.sh"],
              env: Object.entries(env).map(([name, value]) => ({ name, value })),
              // A list: no way leads into it, so that what is counted below is said here.
              resources: {
                requests: { cpu: "500m", memory: "1Gi" },
                limits: { cpu: "1250m", memory: "2560Mi" },
              },
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
            },
          ],
        },
      },
    },
    // At the worst moment: all of them at once.
    pods: { runner: { resources, perJob: true, replicas: atMost, replicasAt: "maxRunners" } },
    labelsAt: "template.metadata.labels",
  };
}
