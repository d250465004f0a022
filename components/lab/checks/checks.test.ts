import { expect, test } from "vitest";
import { claim, image, type ServiceSpec, secretValue, urlOf } from "../../service/index.ts";
import { connector, labWith, service } from "../../testing/index.ts";

/** What is refused is shown in tests/invalid; here is what looks alike, and is right. */
function accepts(promise: string, ...specs: Partial<ServiceSpec>[]): void {
  test(promise, () => {
    const services = specs.map((spec, index) => service({ name: `s${index}`, ...spec }));
    expect(labWith(...services).services).toHaveLength(specs.length);
  });
}

const copies = (replicas: number) => ({ kind: "deployment" as const, replicas });
const desk = { docker: "desk" };
const brain = { cluster: "brain" };

accepts("one number may be opened for TCP and for UDP", {
  ports: { dns: { number: 53, protocol: "tcp" }, "dns-udp": { number: 53, protocol: "udp" } },
  health: { opens: "dns" },
});

accepts(
  "behind an ingress, and inside a Docker host, many services have the same port",
  { expose: { lan: true } },
  { expose: { lan: true } },
  { place: desk },
  { place: desk },
);

accepts(
  "without an ingress, services share an address at ports of their own",
  { place: brain, expose: { lan: true } },
  { place: brain, expose: { lan: true }, ports: { http: 8081 } },
);

accepts(
  "a program of a machine is told, wherever it listens",
  {
    place: { machine: "desk" },
    image: undefined,
    resources: undefined,
    user: undefined,
    health: undefined,
    ports: { ollama: 11434 },
  },
  { env: { OLLAMA: urlOf("s0") } },
);

accepts(
  "the same public name is free under another domain",
  { expose: { public: { access: "public", host: "blog" } } },
  { place: brain, expose: { public: { access: "public", host: "blog" } } },
  connector("core"),
  connector("brain"),
);

accepts("local disks are there, whatever class a cluster prefers", {
  volumes: { "/data": claim("1Gi", { class: "local-path" }) },
});

accepts("each copy of a stateful service has a disk of its own", {
  workload: { kind: "stateful", replicas: 3 },
  volumes: { "/data": claim("1Gi") },
});

accepts("a node can be drained while another copy stays", {
  workload: copies(2),
  disruption: { minAvailable: 1 },
});

accepts("what scales from two copies can be drained too", {
  scale: { min: 2, max: 4, cpu: 80 },
  disruption: { minAvailable: 1 },
});

accepts("a daemon may be kept to the nodes of a label", {
  workload: { kind: "daemon" },
  place: { cluster: "core", labels: { gpu: "yes" } },
});

accepts("a job shows by its end whether it works", {
  workload: { kind: "job" },
  ports: {},
  health: undefined,
});

accepts(
  "the password of a database is there with the database",
  { env: { DB_PASSWORD: secretValue("database") }, database: { on: "postgres" } },
  { name: "postgres", provides: "postgresql" },
);

accepts(
  "an experiment may stand on an experiment, and on production",
  { lifecycle: "experimental", needs: ["s1", "s2"] },
  { lifecycle: "experimental" },
  {},
);

accepts(
  "what is archived may need what is gone with it",
  { lifecycle: "archive", needs: ["s1"] },
  { lifecycle: "archive" },
);

accepts(
  "a service of another house is reached over the tailnet",
  { env: { FAR: urlOf("s1") } },
  { place: brain, expose: { tailnet: true } },
);

accepts("a waiver holds on its last day", {
  image: image("docker.io/library/web", "1.2.3"),
  waive: { "image-digest": { because: "the project publishes no digest yet", until: "2026-11-21" } },
});

accepts("an image for both processors runs on either", {
  arch: ["amd64", "arm64"],
  place: { cluster: "core", node: "core-arm" },
});
