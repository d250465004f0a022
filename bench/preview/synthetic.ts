import { type Lab, readLab } from "../../components/lab/index.ts";
import {
  claim,
  generated,
  hostOf,
  image,
  type ServiceSpec,
  secretValue,
} from "../../components/service/index.ts";
import { testInventory } from "../../components/testing/index.ts";

/** A lab of any size, of the four kinds of service that make up a homelab: website, API, database, nightly job. */
export function syntheticLab(size: number): Lab {
  const services = Array.from({ length: size }, (_, index) => KINDS[index % KINDS.length]?.(index));
  return readLab({
    name: "bench",
    inventory: { file: "bench", spec: testInventory },
    services: services.flatMap((spec) =>
      spec ? [{ group: `group-${spec.name.length % 4}`, file: `bench/${spec.name}.ts`, spec }] : [],
    ),
  });
}

const KINDS = [database, api, website, nightly];

function database(index: number): ServiceSpec {
  return {
    ...common(index),
    workload: { kind: "stateful" },
    ports: { sql: 5432 },
    env: { PASSWORD: secretValue("password") },
    secrets: { password: generated() },
    health: { opens: "sql" },
    volumes: { "/data": claim("10Gi") },
  };
}

function api(index: number): ServiceSpec {
  return {
    ...common(index),
    ports: { http: 8080 },
    env: { DATABASE: hostOf(nameOf(index - 1)), TOKEN: secretValue("token") },
    secrets: { token: generated() },
    files: { "/etc/api/config.yaml": "level: info\nworkers: 4\n" },
    health: { ready: "/ready" },
    metrics: { port: "http" },
  };
}

function website(index: number): ServiceSpec {
  return {
    ...common(index),
    ports: { http: 3000 },
    needs: [nameOf(index - 1)],
    health: { ready: "/" },
    expose: { lan: true, public: { access: "admin" } },
    scale: { max: 3, cpu: 70 },
  };
}

function nightly(index: number): ServiceSpec {
  return {
    ...common(index),
    workload: { kind: "cron", schedule: "0 3 * * *" },
    reach: { internet: "downloads" },
  };
}

function common(index: number) {
  return {
    name: nameOf(index),
    about: "one of many, to measure a preview",
    lifecycle: "production",
    image: image("docker.io/library/service", "1.2.3", `sha256:${"a".repeat(64)}`),
    place: { cluster: "core" },
    user: 1000,
    resources: { cpu: "10m", memory: "32Mi..64Mi" },
  } satisfies Partial<ServiceSpec>;
}

function nameOf(index: number): string {
  return `service-${String(index).padStart(3, "0")}`;
}
