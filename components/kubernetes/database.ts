import type { INetworkPolicyIngressRule } from "kubernetes-models/networking.k8s.io/v1";
import type { IPodTemplateSpec } from "kubernetes-models/v1";
import { type Lab, mainPort, plainText, resolve, serviceNamed } from "../lab/index.ts";
import { type Problem, Refusal } from "../refusal.ts";
import { secretsOf } from "../secrets/index.ts";
import { reference } from "../service/index.ts";
import { type ClusterService, isOnCluster } from "./cluster-service.ts";
import { labelsOf, selectorOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";
import { meshPorts, toMesh } from "./mesh.ts";
import { digest, nameOf } from "./names.ts";
import { podsOf, policyPorts, TO_DNS } from "./peers.ts";
import { planPlacement } from "./placement.ts";
import { policyOf } from "./policy.ts";
import { secureContainer, securePod } from "./security.ts";
import { jobName, planJob } from "./workload.ts";

/** Marks the pods that a server of databases lets in to make one. */
const CLIENT = "homelab/makes-database-on";
const NOBODY = 65534;

/** Every statement may be run again: a new generation of the password runs them all, and changes only that. */
const MAKE_DATABASE = `
until pg_isready --quiet; do sleep 2; done
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=postgres <<'SQL'
\\set name \`printf %s "$NAME"\`
\\set password \`printf %s "$PASSWORD"\`
SELECT format('CREATE ROLE %I LOGIN', :'name')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \\gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec
ALTER ROLE :"name" PASSWORD :'password';
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
`;

/** What is to be run: psql reads the statements to their end. */
function script(extensions: string[]): string {
  const within = extensions.map((each) => `CREATE EXTENSION IF NOT EXISTS "${each}";\n`).join("");
  return `${MAKE_DATABASE}${within && `\\connect :"name"\n${within}`}SQL\n`;
}

/**
 * A database and its user, both named as the service. They are made beside the server, in its namespace: what may
 * do so knows the server's own password, which is nobody else's business.
 */
export function planDatabase(service: ClusterService, lab: Lab): Plan {
  if (!service.database) return {};
  const server = serviceNamed(lab, service.database.on);
  if (!isOnCluster(server)) throw new Error(`${server.name} was checked to stand on a cluster, and does not`);
  const password = server.env.POSTGRES_PASSWORD;
  if (!password) throw new Refusal([withoutPassword(server)]);
  const name = nameOf(service.name, "database");
  const metadata = { name, namespace: server.namespace, labels: labelsOf({ ...service, name }) };
  const job = { ...planJob(jobPod(service, server, name, lab)), activeDeadlineSeconds: 600 };
  return {
    "database-secret": {
      apiVersion: "v1",
      kind: "Secret",
      metadata,
      stringData: {
        server: resolve(password, server, lab),
        password: [{ secret: "database", of: service.name }],
      },
    },
    "database-network-policy": policyOf(metadata, selectorOf(name), {
      egress: [TO_DNS, { to: [podsOf(server)], ports: serverPorts(server, lab) }, ...toMesh(server, lab)],
    }),
    "database-job": {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { ...metadata, name: jobName(name, job) },
      spec: job,
    },
  };
}

/** A server of databases is opened to the jobs that make them. */
export function fromDatabaseJobs(server: ClusterService, lab: Lab): INetworkPolicyIngressRule[] {
  if (server.provides !== "postgresql") return [];
  return [
    { from: [{ podSelector: { matchLabels: { [CLIENT]: server.name } } }], ports: serverPorts(server, lab) },
  ];
}

function jobPod(service: ClusterService, server: ClusterService, name: string, lab: Lab): IPodTemplateSpec {
  const inSecret = (key: string) => ({ valueFrom: { secretKeyRef: { name, key } } });
  const superuser = plainText(resolve(server.env.POSTGRES_USER ?? "postgres", server, lab));
  return {
    metadata: {
      labels: { ...labelsOf({ ...service, name }), [CLIENT]: server.name },
      annotations: { "homelab/configuration": digest(passwords(service, server, lab)) },
    },
    spec: {
      ...planPlacement(server, lab),
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: securePod({ user: NOBODY, waive: {} }),
      containers: [
        {
          name: "psql",
          image: reference(server.image),
          command: ["sh", "-ec", script(service.database?.extensions ?? [])],
          env: [
            { name: "PGHOST", value: `${server.name}.${server.namespace}.svc` },
            { name: "PGPORT", value: String(mainPort(server)?.number) },
            { name: "PGUSER", value: superuser },
            { name: "PGPASSWORD", ...inSecret("server") },
            { name: "NAME", value: service.name },
            { name: "PASSWORD", ...inSecret("password") },
          ],
          resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "64Mi" } },
          securityContext: secureContainer({ waive: {} }),
        },
      ],
    },
  };
}

/** A new generation of either password is a new job. */
function passwords(service: ClusterService, server: ClusterService, { inventory }: Lab) {
  const servers = Object.values(secretsOf(server, inventory)).map(({ generation }) => generation);
  return [secretsOf(service, inventory).database?.generation, servers];
}

function withoutPassword({ name, file }: ClusterService): Problem {
  return {
    where: file,
    what: `${name} provides databases, and says no password of its own to make them with.`,
    fix: 'write env: { POSTGRES_PASSWORD: secretValue("password") } and secrets: { password: generated() }',
  };
}

/** The jobs live in the server's namespace, and are in the mesh where it is. */
function serverPorts(server: ClusterService, lab: Lab) {
  const port = mainPort(server);
  return port ? policyPorts([port, ...meshPorts(server, server, lab)]) : [];
}
