import { type Declared, type Lab, readLab } from "../lab/index.ts";
import type { Program } from "../program/index.ts";
import { Refusal } from "../refusal.ts";
import { image, type ServiceSpec, secretValue } from "../service/index.ts";
import { testInventory } from "./inventory.ts";

/** The day on which every test takes place, so that no waiver expires while nobody changes anything. */
export const TODAY = new Date("2026-11-21");

/** A valid service; a test says only what it is about. */
export function service(spec: Partial<ServiceSpec> = {}): ServiceSpec {
  return {
    name: "web",
    about: "answers requests, for a test",
    lifecycle: "production",
    place: { cluster: "core" },
    image: image("docker.io/library/web", "1.2.3", `sha256:${"a".repeat(64)}`),
    ports: { http: 8080 },
    health: { ready: "/health" },
    resources: { cpu: "100m", memory: "128Mi..256Mi" },
    user: 1000,
    ...spec,
  };
}

/** What brings the world in to a cluster; a lab in which something is public has one. */
export function connector(cluster = "core"): ServiceSpec {
  return service({
    name: `connector-${cluster}`,
    place: { cluster },
    provides: "tunnel",
    env: { TUNNEL_TOKEN: secretValue("tunnel") },
    reach: { internet: "the other end of its tunnel" },
  });
}

/** A service as it would be found on disk, where a test cares for its group. */
export function inGroup(group: string, spec: ServiceSpec): Declared {
  return { group, file: `services/${group}/${spec.name}.ts`, spec };
}

/** Programs that need not be built: each is called by its name, and says no more. */
export function programs(name: string): Program {
  return { name, start: { [`${name}.mjs`]: `console.log("${name}")` }, later: {}, digest: "0123456789ab" };
}

/** A whole lab around a few services, checked as the real one is. Their group is `apps` unless told. */
export function labWith(...services: (ServiceSpec | Declared)[]): Lab {
  return readLab(
    {
      name: "test",
      inventory: { file: "inventory.ts", spec: testInventory },
      services: services.map((each) => ("spec" in each ? each : inGroup("apps", each))),
    },
    TODAY,
  );
}

/** What a person is told when something is refused. */
export function refusal(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** A valid service that Helm installs. */
export function chartService(spec: Partial<ServiceSpec> = {}, chart: object = {}): ServiceSpec {
  return {
    name: "certs",
    about: "issues certificates, for a test",
    lifecycle: "production",
    place: { cluster: "core" },
    namespace: "certs",
    chart: {
      repository: "https://charts.example.com",
      name: "cert-machine",
      version: "v1.2.3",
      pods: {
        controller: { resources: { cpu: "10m", memory: "64Mi..128Mi" }, resourcesAt: "resources" },
        webhook: {
          resources: { cpu: "5m", memory: "32Mi" },
          resourcesAt: "webhook.resources",
          replicas: 2,
          replicasAt: "webhook.replicaCount",
        },
      },
      ...chart,
    },
    ...spec,
  };
}
