import type { ResourceRule } from "../../rule.ts";
import { scopes } from "../../scope.ts";

interface Permission {
  apiGroups?: string[];
  resources?: string[];
  verbs: string[];
}

const OF_ADMINS = ["cluster-admin", "admin", "edit", "system:masters"];
/** Whoever may do one of these may soon do anything. */
const CLIMBING = ["escalate", "bind", "impersonate"];
const READING = ["get", "list", "watch", "*"];

interface Subject {
  kind: string;
  name: string;
}

/** Its account, or everybody's: a person, and a group of people, may be an administrator. */
function isProgram({ kind, name }: Subject): boolean {
  return (
    kind === "ServiceAccount" ||
    /^system:(serviceaccounts|authenticated|unauthenticated|anonymous)/.test(name)
  );
}

/** What accounts of a cluster may do. */
export const access: ResourceRule[] = [
  {
    id: "admin-binding",
    title: "No account of a program is an administrator.",
    sources: ["KL cluster-admin-role-binding", "TR KSV-0111"],
    reason: "whoever takes over that program has the cluster",
    fix: "name what it needs in a role of its own",
    severity: "critical",
    scope: scopes.bindings,
    check: ({ props: { roleRef, subjects = [] } }) =>
      OF_ADMINS.includes(roleRef?.name) && subjects.some(isProgram) && `gives the role ${roleRef.name}`,
  },
  {
    id: "role-wildcards",
    title: "A role names what it allows.",
    sources: ["KL wildcard-in-rules", "TR KSV-0044"],
    reason: "a star allows also what is invented after it was written",
    fix: "name the groups, kinds and verbs",
    severity: "high",
    scope: scopes.roles,
    check: ({ props: { rules = [] } }) =>
      rules.map(({ apiGroups = [], resources = [], verbs }: Permission) => [
        resources.includes("*") &&
          `allows ${verbs.join(", ")} of everything in ${apiGroups.map((each) => each || "core").join(", ")}`,
        verbs.includes("*") && `allows everything with ${resources.join(", ")}`,
        verbs.some((verb) => CLIMBING.includes(verb)) &&
          `allows ${verbs.filter((verb) => CLIMBING.includes(verb)).join(", ")}`,
      ]),
  },
  {
    id: "all-secrets",
    title: "No role reads the secrets of a whole cluster.",
    sources: ["KL access-to-secrets", "TR KSV-0041"],
    reason: "among them are the tokens of administrators",
    fix: "use a Role in one namespace, or name the secrets",
    severity: "high",
    scope: scopes.roles,
    check: ({ type, props: { rules = [] } }) =>
      type.includes(":ClusterRole") &&
      rules.map(
        ({ resources = [], verbs, resourceNames = [] }: Permission & { resourceNames?: string[] }) =>
          resources.some((each) => each === "secrets") &&
          resourceNames.length === 0 &&
          verbs.some((verb) => READING.includes(verb)) &&
          "reads the secrets of every namespace",
      ),
  },
  {
    id: "node-access",
    title: "No namespace lets its pods be part of their machine.",
    sources: ["TR KSV-0117"],
    reason: "in a namespace that is held to nothing, one pod that is taken over is a machine that is",
    fix: "set pod-security.kubernetes.io/enforce to restricted or baseline, or waive node-access for the chart that needs it",
    severity: "high",
    scope: scopes.namespaces,
    check: ({ props: { metadata } }) => {
      const level = metadata?.labels?.["pod-security.kubernetes.io/enforce"];
      return level !== "restricted" && level !== "baseline" && `holds its pods to ${level ?? "nothing"}`;
    },
  },
];
