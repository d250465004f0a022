/**
 * The words that the API server takes where the OpenAPI says no more than "string": by model and field.
 * Only closed lists: a class or a plugin's name is open, and stays a string.
 */
export const choices: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  V1Container: {
    imagePullPolicy: ["Always", "IfNotPresent", "Never"],
    terminationMessagePolicy: ["File", "FallbackToLogsOnError"],
  },
  V1ContainerPort: { protocol: ["TCP", "UDP", "SCTP"] },
  V1CronJobSpec: { concurrencyPolicy: ["Allow", "Forbid", "Replace"] },
  V1CustomResourceDefinitionSpec: { scope: ["Cluster", "Namespaced"] },
  V1DaemonSetUpdateStrategy: { type: ["RollingUpdate", "OnDelete"] },
  V1DeploymentStrategy: { type: ["RollingUpdate", "Recreate"] },
  V1EmptyDirVolumeSource: { medium: ["", "Memory", "HugePages", "HugePages-2Mi", "HugePages-1Gi"] },
  V1HTTPGetAction: { scheme: ["HTTP", "HTTPS"] },
  V1HTTPIngressPath: { pathType: ["Exact", "Prefix", "ImplementationSpecific"] },
  V1HostPathVolumeSource: {
    type: [
      "",
      "DirectoryOrCreate",
      "Directory",
      "FileOrCreate",
      "File",
      "Socket",
      "CharDevice",
      "BlockDevice",
    ],
  },
  V1JobSpec: {
    completionMode: ["NonIndexed", "Indexed"],
    podReplacementPolicy: ["TerminatingOrFailed", "Failed"],
  },
  V1LabelSelectorRequirement: { operator: ["In", "NotIn", "Exists", "DoesNotExist"] },
  V1NetworkPolicyPort: { protocol: ["TCP", "UDP", "SCTP"] },
  V1NodeSelectorRequirement: { operator: ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"] },
  V1PersistentVolumeClaimSpec: { volumeMode: ["Filesystem", "Block"] },
  V1PersistentVolumeSpec: {
    persistentVolumeReclaimPolicy: ["Retain", "Recycle", "Delete"],
    volumeMode: ["Filesystem", "Block"],
  },
  V1PodDisruptionBudgetSpec: { unhealthyPodEvictionPolicy: ["IfHealthyBudget", "AlwaysAllow"] },
  V1PodSecurityContext: { fsGroupChangePolicy: ["Always", "OnRootMismatch"] },
  V1PodSpec: {
    dnsPolicy: ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
    preemptionPolicy: ["PreemptLowerPriority", "Never"],
    restartPolicy: ["Always", "OnFailure", "Never"],
  },
  V1PriorityClass: { preemptionPolicy: ["PreemptLowerPriority", "Never"] },
  V1RoleRef: { kind: ["Role", "ClusterRole"] },
  RbacV1Subject: { kind: ["User", "Group", "ServiceAccount"] },
  V1SeccompProfile: { type: ["Localhost", "RuntimeDefault", "Unconfined"] },
  V1ServicePort: { protocol: ["TCP", "UDP", "SCTP"] },
  V1ServiceSpec: {
    externalTrafficPolicy: ["Cluster", "Local"],
    internalTrafficPolicy: ["Cluster", "Local"],
    ipFamilyPolicy: ["SingleStack", "PreferDualStack", "RequireDualStack"],
    sessionAffinity: ["ClientIP", "None"],
    type: ["ExternalName", "ClusterIP", "NodePort", "LoadBalancer"],
  },
  V1StatefulSetSpec: { podManagementPolicy: ["OrderedReady", "Parallel"] },
  V1StatefulSetUpdateStrategy: { type: ["RollingUpdate", "OnDelete"] },
  V1StorageClass: {
    reclaimPolicy: ["Delete", "Retain"],
    volumeBindingMode: ["Immediate", "WaitForFirstConsumer"],
  },
  V1Taint: { effect: ["NoSchedule", "PreferNoSchedule", "NoExecute"] },
  V1Toleration: {
    effect: ["NoSchedule", "PreferNoSchedule", "NoExecute"],
    operator: ["Exists", "Equal", "Lt", "Gt"],
  },
  V1TopologySpreadConstraint: { whenUnsatisfiable: ["DoNotSchedule", "ScheduleAnyway"] },
  V1VolumeMount: { mountPropagation: ["None", "HostToContainer", "Bidirectional"] },
};
