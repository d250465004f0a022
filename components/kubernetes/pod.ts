import type { IContainer, IPodTemplateSpec } from "kubernetes-models/v1";
import type { Lab, Service } from "../lab/index.ts";
import { reference } from "../service/index.ts";
import type { ClusterService } from "./cluster-service.ts";
import type { Configuration } from "./configuration.ts";
import { gpuLimits, gpuRuntime } from "./gpu.ts";
import { labelsOf } from "./labels.ts";
import { planNodeRuntime } from "./node-runtime.ts";
import { planPlacement } from "./placement.ts";
import { planProbes } from "./probes.ts";
import { secureContainer, securePod } from "./security.ts";
import { planStorage } from "./volumes.ts";

/**
 * Seconds until every node has heard that a pod is going. One that ends at once is still sent connections, and
 * refuses them.
 */
const ROUTES_CLOSE = 5;

/** The pod that every workload of a service is made of. */
export function planPod(service: ClusterService, lab: Lab, configuration: Configuration): IPodTemplateSpec {
  const storage = planStorage(service, configuration);
  const node = planNodeRuntime(service);
  const volumes = [...storage.volumes, ...(node?.volumes ?? [])];
  const mounts = [...storage.mounts, ...(node?.mounts ?? [])];
  const { env, command, args } = configuration;
  const annotations = annotationsOf(service, configuration);
  return {
    metadata: {
      labels: labelsOf(service),
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: {
      ...planPlacement(service, lab),
      ...gpuRuntime(service),
      ...(service.reach.cluster && { serviceAccountName: service.name }),
      automountServiceAccountToken: service.reach.cluster,
      // Kubernetes' own variables, one for each service of the namespace, overwrite settings of the same name.
      enableServiceLinks: false,
      securityContext: securePod(service),
      ...(service.endsWithin && { terminationGracePeriodSeconds: service.endsWithin + ROUTES_CLOSE }),
      ...(node && { initContainers: node.initContainers }),
      containers: [
        {
          name: service.name,
          image: reference(service.image),
          ...(command && { command }),
          ...(args && { args }),
          ...(env.length > 0 && { env }),
          ...planPorts(service),
          ...(runsForEver(service) && planProbes(service)),
          ...(service.endsWithin && {
            lifecycle: { preStop: { sleep: { seconds: ROUTES_CLOSE } } },
          }),
          resources: planResources(service, lab),
          securityContext: secureContainer(service),
          ...(mounts.length > 0 && { volumeMounts: mounts }),
        },
      ],
      ...(volumes.length > 0 && { volumes }),
    },
  };
}

function annotationsOf({ metrics, ports }: Service, { digest }: Configuration): Record<string, string> {
  const port = metrics && ports[metrics.port]?.number;
  return {
    // A pod does not notice that a file or a secret has changed: a new digest makes a new pod.
    ...(digest && { "homelab/configuration": digest }),
    // By these Prometheus finds what it may ask.
    ...(port && {
      "prometheus.io/scrape": "true",
      "prometheus.io/path": metrics.path,
      "prometheus.io/port": String(port),
    }),
  };
}

/** A program that is meant to end is judged by how it ends. */
function runsForEver({ workload: { kind } }: ClusterService): boolean {
  return kind !== "job" && kind !== "cron";
}

function planPorts({ ports }: ClusterService): Pick<IContainer, "ports"> {
  const named = Object.entries(ports);
  if (named.length === 0) return {};
  return {
    ports: named.map(([name, { number, protocol }]) => ({
      name,
      containerPort: number,
      protocol: protocol === "udp" ? "UDP" : "TCP",
    })),
  };
}

function planResources(service: ClusterService, lab: Lab): NonNullable<IContainer["resources"]> {
  const { cpu, memory } = service.resources;
  return {
    requests: { cpu: cpu.request, memory: memory.request },
    limits: { ...(cpu.limit && { cpu: cpu.limit }), memory: memory.limit, ...gpuLimits(service, lab) },
  };
}
