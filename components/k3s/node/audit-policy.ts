import { stringify } from "yaml";

/** Who changed what, and who read a secret. Never what was in it, and nothing of what the nodes say all day. */
export const auditPolicy: string = stringify({
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [
    { level: "None", userGroups: ["system:nodes"] },
    {
      level: "None",
      users: ["system:kube-scheduler", "system:kube-controller-manager"],
      verbs: ["get", "list", "watch"],
    },
    { level: "None", resources: [{ group: "coordination.k8s.io", resources: ["leases"] }] },
    {
      level: "Metadata",
      resources: [{ group: "", resources: ["secrets", "configmaps", "serviceaccounts/token"] }],
    },
    { level: "None", verbs: ["get", "list", "watch"] },
    { level: "Metadata" },
  ],
});
