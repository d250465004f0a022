import {
  type ChartService,
  type ClusterService,
  isChart,
  type Manifest,
  planService,
  servicesOn,
} from "../../components/kubernetes/index.ts";
import { type Lab, proxyOf, type Service } from "../../components/lab/index.ts";
import { unbuilt } from "../../components/program/index.ts";
import { chartWorkloads } from "../charts/index.ts";
import type { KubeObject, Node } from "../control-plane/index.ts";

/** A disk that a pod asks for. */
export interface PlannedClaim {
  namespace: string;
  name: string;
  size: string;
  /** The storage class; empty for a share, which is somewhere else. */
  class: string;
}

/** A pod that an update would bring about, as the controllers of its workload would make it. */
export interface PlannedPod {
  service: string;
  namespace: string;
  name: string;
  spec: PodSpec;
  labels: Record<string, string>;
  claims: PlannedClaim[];
  /** Bound to one node from the beginning: a copy that runs on every node. */
  daemon: boolean;
}

export interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  volumes?: { name: string; persistentVolumeClaim?: { claimName: string } }[];
  tolerations?: object[];
  nodeName?: string;
  nodeSelector?: Record<string, string>;
  affinity?: {
    nodeAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms: Term[] } };
  };
  [more: string]: unknown;
}

export interface Container {
  name: string;
  image?: string;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  restartPolicy?: string;
}

interface Term {
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
  matchFields?: object[];
}

interface Claim extends KubeObject {
  spec: { storageClassName?: string; resources: { requests: { storage: string } } };
}

interface Workload extends KubeObject {
  spec: {
    replicas?: number;
    template?: Template;
    jobTemplate?: { spec: { template: Template } };
    volumeClaimTemplates?: Claim[];
  };
}

interface Template {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: PodSpec;
}

/** Every pod of a cluster, in an order in which each comes after those that it needs. */
export function plannedPods(
  cluster: string,
  lab: Lab,
  lifecycles: string[],
  nodes: readonly Node[],
): PlannedPod[] {
  return servicesOn(cluster, lab, lifecycles).flatMap((service) => podsOf(service, lab, nodes));
}

function podsOf(service: ClusterService | ChartService, lab: Lab, nodes: readonly Node[]): PlannedPod[] {
  const objects = isChart(service) ? chartWorkloads(service, lab) : workloadsOf(service, lab);
  const claims = objects
    .filter(({ kind }) => kind === "PersistentVolumeClaim")
    .map((each) => claimOf(each as Claim));
  return objects.flatMap((object) => {
    const { kind, metadata, spec } = object as Workload;
    const planned = spec?.template ?? spec?.jobTemplate?.spec.template;
    if (!planned) return [];
    const template = withProxy(planned, service, lab);
    const able = kind === "DaemonSet" ? nodes.filter((node) => takes(template.spec, node)) : undefined;
    const copies = able?.length ?? spec.replicas ?? service.scale?.min ?? 1;
    return Array.from({ length: copies }, (_, index) => {
      const name = `${metadata.name}-${index}`;
      const own = (spec.volumeClaimTemplates ?? []).map((each) => ownClaim(each, name, service.namespace));
      const used = own.length > 0 ? own : claimsIn(template.spec, claims);
      const node = able?.[index]?.metadata.name;
      return {
        service: service.name,
        namespace: service.namespace,
        name,
        labels: template.metadata?.labels ?? {},
        claims: used,
        daemon: node !== undefined,
        spec: withClaims(
          node ? onNode(template.spec, node) : template.spec,
          spec.volumeClaimTemplates ?? [],
          name,
        ),
      };
    });
  });
}

function workloadsOf(service: ClusterService, lab: Lab): KubeObject[] {
  const manifests: Manifest[] = Object.values(planService(service, lab, unbuilt));
  return manifests as unknown as KubeObject[];
}

function claimOf({ metadata, spec }: Claim): PlannedClaim {
  const { name, namespace = "" } = metadata;
  return { namespace, name, size: spec.resources.requests.storage, class: spec.storageClassName ?? "" };
}

/** The claim that a copy of a stateful service brings along. */
function ownClaim(template: Claim, pod: string, namespace: string): PlannedClaim {
  return { ...claimOf(template), namespace, name: `${template.metadata.name}-${pod}` };
}

function claimsIn({ volumes = [] }: PodSpec, claims: PlannedClaim[]): PlannedClaim[] {
  const names = volumes.map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName);
  return claims.filter(({ name }) => names.includes(name));
}

function withClaims(spec: PodSpec, templates: Claim[], pod: string): PodSpec {
  const own = templates.map(({ metadata: { name } }) => ({
    name,
    persistentVolumeClaim: { claimName: `${name}-${pod}` },
  }));
  return { ...spec, volumes: [...(spec.volumes ?? []), ...own] };
}

/** Whether the controller of daemon sets would make a copy for this node: by its labels, and not by its room. */
function takes({ nodeSelector = {}, affinity }: PodSpec, { metadata: { labels = {} } }: Node): boolean {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const fits = ({ matchExpressions = [] }: Term) =>
    matchExpressions.every(({ key, values = [] }) => values.includes(labels[key] ?? ""));
  return (
    Object.entries(nodeSelector).every(([key, value]) => labels[key] === value) && (terms?.some(fits) ?? true)
  );
}

/** As that controller binds it: to this node and no other, whatever its state. */
function onNode(spec: PodSpec, node: string): PodSpec {
  const matchFields = [{ key: "metadata.name", operator: "In", values: [node] }];
  const required = { nodeSelectorTerms: [{ matchFields }] };
  return {
    ...spec,
    affinity: {
      ...spec.affinity,
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required },
    },
  };
}

/** As the mesh puts it beside the container when a pod is made: a sidecar, there for all that begin after it. */
function withProxy(template: Template, service: Service, { inventory }: Lab): Template {
  const proxy = proxyOf(service, inventory);
  if (!proxy || template.metadata?.annotations?.["linkerd.io/inject"] === "disabled") return template;
  const requests = { cpu: proxy.cpu.request, memory: proxy.memory.request };
  const name = "linkerd-proxy";
  const sidecar = { name, image: name, resources: { requests }, restartPolicy: "Always" };
  const { initContainers = [] } = template.spec;
  return { ...template, spec: { ...template.spec, initContainers: [sidecar, ...initContainers] } };
}
