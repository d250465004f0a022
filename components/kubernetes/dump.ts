import type { IContainer, IEnvVar, IPodSpec, IVolume } from "kubernetes-models/v1";
import type { Engine, Kept } from "../backup/index.ts";
import { mainPort } from "../lab/index.ts";
import { holdsSecret, NODE, reference } from "../service/index.ts";
import type { ClusterService } from "./cluster-service.ts";
import { slug } from "./names.ts";
import { secureContainer } from "./security.ts";
import { claimOf } from "./volumes.ts";

/** Where dumps lie while they are written or read. */
export const DUMPS = "/dumps";
/** A server that runs beside what tries it. */
const HERE = "127.0.0.1";
export const DUMP_MOUNTS = [
  { name: "scripts", mountPath: "/scripts", readOnly: true },
  { name: "tmp", mountPath: "/tmp" },
  { name: "dumps", mountPath: DUMPS },
];

/** Copies the SQLite databases of folders. It may write there, because a reader leaves its mark beside such a database. */
export function copyOf(folders: string[], securityContext: IContainer["securityContext"]): IContainer {
  return {
    name: "copy",
    image: reference(NODE),
    // The module that it is made for is told as new at every start.
    command: ["node", "--disable-warning=ExperimentalWarning", "/scripts/copy-sqlite.mjs", ...folders],
    env: [{ name: "DUMPS", value: DUMPS }],
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "1", memory: "256Mi" } },
    ...(securityContext && { securityContext }),
    volumeMounts: [...DUMP_MOUNTS, ...folders.map((path) => ({ name: claimOf(path), mountPath: path }))],
  };
}

/** Asks a server for all that it holds. In its own image: a client of another version would not do. */
export function dumpOf(service: ClusterService, engine: Engine, host: string): IContainer {
  return client(service, engine, host, "dump", `/scripts/dump-${engine}.sh`);
}

/** Puts a dump into a server that runs. */
export function loadOf(service: ClusterService, engine: Engine, host: string): IContainer {
  return client(service, engine, host, "load", `/scripts/load-${engine}.sh`);
}

/** Puts a dump onto the disk of a Redis that does not run. */
export function placeOf(service: ClusterService, disk: string, volume: string): IContainer {
  const placing = client(service, "redis", HERE, "place", "/scripts/place-redis.sh");
  return {
    ...placing,
    env: [...(placing.env ?? []), { name: "DISK", value: disk }],
    volumeMounts: [...DUMP_MOUNTS, { name: volume, mountPath: disk }],
  };
}

interface Trial {
  service: ClusterService;
  engine: NonNullable<Kept["engine"]>;
  pod: Omit<IPodSpec, "containers"> & { labels: Record<string, string> };
  fetch: IContainer;
  /** The service's own container, as it runs. */
  server: IContainer;
  volumes: IVolume[];
  /** Of the disk that it has otherwise. */
  size: string;
}

/** The server runs beside what tries it, as it is declared, but on an empty disk that is gone afterwards. */
export function trialOf({
  service,
  engine,
  pod,
  fetch,
  server,
  volumes,
  size,
}: Trial): IPodSpec & { labels: Record<string, string> } {
  const disk = slug(engine.disk);
  const { ports, readinessProbe, livenessProbe, startupProbe, lifecycle, ...running } = server;
  const claim = volumes.find(({ name }) => name === disk);
  return {
    ...pod,
    initContainers: [
      fetch,
      ...(engine.kind === "redis" ? [placeOf(service, engine.disk, disk)] : []),
      { ...running, name: "server", restartPolicy: "Always" },
    ],
    containers: [loadOf(service, engine.kind, HERE)],
    volumes: [...volumes.filter((each) => each !== claim), { name: disk, emptyDir: { sizeLimit: size } }],
  };
}

function client(
  service: ClusterService,
  engine: Engine,
  host: string,
  name: string,
  script: string,
): IContainer {
  return {
    name,
    image: reference(service.image),
    command: ["sh", script],
    env: [{ name: "DUMPS", value: DUMPS }, ...wayIn(service, engine, host)],
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "1", memory: "256Mi" } },
    securityContext: secureContainer({ waive: {} }),
    volumeMounts: DUMP_MOUNTS,
  };
}

/** How each engine's own programs are told where to go, and as whom. */
function wayIn(service: ClusterService, engine: Engine, host: string): IEnvVar[] {
  const port = String(mainPort(service)?.number);
  const said = (name: string) => service.env[name];
  switch (engine) {
    case "postgresql":
      return [
        { name: "PGHOST", value: host },
        { name: "PGPORT", value: port },
        { name: "PGUSER", value: String(said("POSTGRES_USER") ?? "postgres") },
        ...password(service, "PGPASSWORD", "POSTGRES_PASSWORD"),
      ];
    case "mariadb":
      return [
        { name: "MYSQL_HOST", value: host },
        { name: "MYSQL_TCP_PORT", value: port },
        ...password(service, "MYSQL_PWD", "MARIADB_ROOT_PASSWORD"),
      ];
    case "redis":
      return [
        { name: "REDIS_HOST", value: host },
        { name: "REDIS_PORT", value: port },
        ...password(service, "REDISCLI_AUTH", "REDIS_PASSWORD"),
      ];
  }
}

/** It lies in the service's own Secret, under the name of its variable. */
function password(service: ClusterService, as: string, variable: string): IEnvVar[] {
  const said = service.env[variable];
  if (said === undefined || !holdsSecret(said)) return [];
  return [{ name: as, valueFrom: { secretKeyRef: { name: service.name, key: variable } } }];
}
