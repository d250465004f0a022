import type { IPodSpec, IPodTemplateSpec } from "kubernetes-models/v1";
import type { Resource } from "../resource.ts";
import { look, type Said } from "../said.ts";

type Container = IPodSpec["containers"][number];

export type { Container, IPodSpec as Pod };

const KIND = /:(\w+?)(Patch)?$/;

/** The kind of a Kubernetes resource, without its version. */
export function kindOf({ type }: Resource): string | undefined {
  return KIND.exec(type)?.[1];
}

/** What a workload makes pods from, wherever its kind keeps it. */
export function templateOf(resource: Resource): IPodTemplateSpec | undefined {
  const { spec, metadata } = resource.props;
  switch (kindOf(resource)) {
    case "Pod":
      return { metadata, spec };
    case "CronJob":
      return spec?.jobTemplate?.spec?.template;
    default:
      return spec?.template;
  }
}

export function podOf(resource: Resource): IPodSpec | undefined {
  return templateOf(resource)?.spec;
}

export function containersOf(pod: IPodSpec): Container[] {
  return [...(pod.initContainers ?? []), ...pod.containers];
}

/** Those that run as long as the pod does: one that prepares it and ends is asked for less. */
export function lastingContainersOf(pod: IPodSpec): Container[] {
  const sidecars = (pod.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
  return [...sidecars, ...pod.containers];
}

/** A check of pods. */
export function ofPod(check: (pod: IPodSpec, resource: Resource) => Said) {
  return (resource: Resource): Said => {
    const pod = podOf(resource);
    return pod && check(pod, resource);
  };
}

/** A check of every container of a pod: one that cannot be seen hides no other. */
export function ofContainers(check: (container: Container, pod: IPodSpec) => Said, which = containersOf) {
  return ofPod((pod) => which(pod).map((each) => look(() => named(each.name, check(each, pod)))));
}

function named(name: string, said: Said): Said {
  if (Array.isArray(said)) return said.map((each) => named(name, each));
  return typeof said === "string" && said ? `container ${name} ${said}` : said;
}
