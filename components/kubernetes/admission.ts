import { customResource } from "../custom-resources/index.ts";
import { noteName, type Rule } from "../service/index.ts";
import type { ChartService } from "./cluster-service.ts";
import { labelsOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";

/** What is asked of every workload of a cluster, whoever brings it: this program, a chart, ArgoCD, or somebody by hand. */
interface AdmissionRule {
  name: string;
  /** By which excuse a workload is let off. */
  excusedBy?: Rule;
  /**
   * What no declaration of ours can do is refused. The rest is reported: charts of others do it too, and one that is
   * refused at three in the night is worse than a line in a report.
   */
  action: "Deny" | "Audit";
  /** Of each container, as `c`. */
  of: string;
  message: string;
}

const RULES: AdmissionRule[] = [
  {
    name: "image-has-a-version",
    action: "Deny",
    of: "c.image.contains('@sha256:') || (c.image.matches(':[^/]+$') && !c.image.endsWith(':latest'))",
    message: "An image without a version, or :latest, is another one after every restart: write its version",
  },
  {
    name: "image-is-pinned",
    excusedBy: "image-digest",
    action: "Audit",
    of: "c.image.contains('@sha256:')",
    message: "A tag can be moved to another image, also by a thief: write the digest of the image",
  },
  {
    name: "memory-is-limited",
    action: "Audit",
    of: "has(c.resources) && has(c.resources.limits) && 'memory' in c.resources.limits",
    message: "Without a limit of memory it takes what its neighbours need: write resources.limits.memory",
  },
  {
    name: "user-is-not-root",
    excusedBy: "root-user",
    action: "Audit",
    of: "has(c.securityContext) && has(c.securityContext.runAsNonRoot) ? c.securityContext.runAsNonRoot : variables.nonRoot",
    message: "Root in a container is one hole away from root of the node: write runAsNonRoot: true",
  },
];

const WORKLOADS = [
  { apiGroups: [""], resources: ["pods"] },
  { apiGroups: ["apps"], resources: ["deployments", "statefulsets", "daemonsets"] },
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"] },
];

/** A pod that somebody else has made is judged where its maker is. */
const NOT_OWNED = {
  name: "nobody-made-it",
  expression: "!has(object.metadata.ownerReferences)",
};

const POD =
  "object.kind == 'Pod' ? object.spec : object.kind == 'CronJob' ? object.spec.jobTemplate.spec.template.spec : object.spec.template.spec";

const VARIABLES = [
  { name: "pod", expression: POD },
  {
    name: "containers",
    expression:
      "variables.pod.containers + (has(variables.pod.initContainers) ? variables.pod.initContainers : [])",
  },
  {
    name: "nonRoot",
    expression:
      "has(variables.pod.securityContext) && has(variables.pod.securityContext.runAsNonRoot) && variables.pod.securityContext.runAsNonRoot",
  },
];

/** The rules, for whoever judges what enters a cluster. */
export function planAdmission(service: ChartService): Plan {
  if (service.provides !== "admission") return {};
  return Object.fromEntries(
    RULES.map((rule) => [
      rule.name,
      customResource("ValidatingPolicy", { name: rule.name, labels: labelsOf(service) }, policyOf(rule)),
    ]),
  );
}

function policyOf({ action, excusedBy, of, message }: AdmissionRule) {
  return {
    validationActions: [action],
    matchConstraints: {
      resourceRules: WORKLOADS.map((each) => ({
        ...each,
        apiVersions: ["v1"],
        operations: ["CREATE" as const, "UPDATE" as const],
      })),
    },
    matchConditions: [NOT_OWNED, ...(excusedBy ? [notExcused(excusedBy)] : [])],
    variables: VARIABLES,
    validations: [{ expression: `variables.containers.all(c, ${of})`, message }],
  };
}

function notExcused(rule: Rule) {
  return {
    name: "nobody-excuses-it",
    expression: `!has(object.metadata.annotations) || !('${noteName(rule)}' in object.metadata.annotations)`,
  };
}
