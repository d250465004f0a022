import type { Resource } from "../resource.ts";

/** How the engine writes text that it does not know yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Notes = Record<string, string>;

export function pod(spec: object, annotations: Notes = {}): Resource {
  return { type: "kubernetes:core/v1:Pod", name: "web", props: { metadata: { annotations }, spec } };
}

export function workload(kind: string, spec: object, annotations: Notes = {}): Resource {
  const group = kind === "Job" ? "batch/v1" : "apps/v1";
  return {
    type: `kubernetes:${group}:${kind}`,
    name: "web",
    props: { metadata: { annotations }, spec: { template: { spec } } },
  };
}

export function cronJob(spec: object): Resource {
  const props = { spec: { jobTemplate: { spec: { template: { spec } } } } };
  return { type: "kubernetes:batch/v1:CronJob", name: "web", props };
}

export function container(image: string, notes: Notes = {}): Resource {
  const labels = Object.entries(notes).map(([label, value]) => ({ label, value }));
  return { type: "docker:index/container:Container", name: "web", props: { image, labels } };
}

export function remoteImage(name: string, triggers?: Notes): Resource {
  return { type: "docker:index/remoteImage:RemoteImage", name: "web", props: { name, triggers } };
}
