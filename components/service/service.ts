import { z } from "zod";
import { fault, words } from "../fault.ts";
import { absolutePath, cpuRange, label, memoryRange, portNumber } from "../units/index.ts";
import { chart } from "./chart.ts";
import { exposure } from "./exposure.ts";
import { health } from "./health.ts";
import { imageRef } from "./image.ts";
import { alert, dashboard, metrics } from "./monitoring.ts";
import { place } from "./place.ts";
import { reach } from "./reach.ts";
import { runtimeOf } from "./runtime.ts";
import { secret } from "./secret.ts";
import { signIn } from "./sign-in.ts";
import { value } from "./value.ts";
import { volume } from "./volume.ts";
import { waivers } from "./waiver.ts";
import { scale, workload } from "./workload.ts";

const port = z.union([
  portNumber.transform((number) => ({ number, protocol: "tcp" as const })),
  z.strictObject({ number: portNumber, protocol: z.enum(["tcp", "udp"]).default("tcp") }),
]);

/** Kubernetes lets the name of a port be a service name of IANA: no longer, and not only digits. */
const portName = label
  .max(15, fault("too long for the name of a port", "write 15 characters at most"))
  .regex(/[a-z]/, fault("not the name of a port", "write at least one letter"));

const environmentName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    fault("not the name of an environment variable", "write letters, digits and underscores, no digit first"),
  );

/** Extensions are what its server's image brings along, as "vector"; to make most of them is for the server's own user. */
const database = z.strictObject({
  on: label,
  extensions: z
    .array(z.string().regex(/^[a-z][a-z0-9_-]*$/, fault("not the name of an extension", 'write "vector"')))
    .default([]),
});

/** What its service account may ask of the Kubernetes API. */
const permission = z.strictObject({
  groups: z.array(z.string()).default([""]),
  resources: z.array(z.string()),
  verbs: z.array(z.enum(["get", "list", "watch", "create", "update", "patch", "delete"])),
});

/** Relied upon, tried out, or kept to be read. Only the last is never deployed. */
export const LIFECYCLES = ["production", "experimental", "archive"] as const;

const declaration = z.strictObject({
  /** Kubernetes adds up to eleven characters of its own: the number of a copy, the time of a run. */
  name: label.max(52, fault("too long for the name of a service", "write 52 characters at most")),
  /** One line for the dashboard and the reference. */
  about: z.string().min(10, fault("too short", "write in a line what it is for")),
  lifecycle: z.enum(LIFECYCLES),
  place,
  image: imageRef.optional(),
  /** A program of our own, by its folder in workloads/: alone, or in the image of what it calls. */
  program: label.optional(),
  /** Pages of our own, by their folder in workloads/, in the place of an image: nginx serves them. */
  site: label.optional(),
  /** A chart of Helm, in the place of an image: what everybody installs in that way. */
  chart: chart.optional(),
  /** What the image was built for. Fewer nodes can run it where one is missing, but none gets what it cannot run. */
  arch: z
    .array(z.enum(["amd64", "arm64"]))
    .min(1)
    .default(["amd64"]),
  /** The namespace in its cluster; its group where none is named. */
  namespace: label.optional(),
  workload: workload.default({ kind: "deployment", replicas: 1 }),
  /** Other than always, it is only made here: whoever provides `models` on its Docker host starts it, and stops it again. */
  start: z.enum(["always", "on demand", "when there is room"]).default("always"),
  command: z.array(value).optional(),
  /** Of the image's entry point, of the command, or of the program. */
  args: z.array(value).optional(),
  env: z.record(environmentName, value).default({}),
  /** Text files, by their path in the container. */
  files: z.record(absolutePath, value).default({}),
  /** Folders of files that follow from what is declared, by their path in the container. */
  folders: z.record(absolutePath, z.enum(["dashboards", "backup-keys"])).default({}),
  /** Run to its end, by the same program with these arguments, before pods of a new version start. */
  migration: z.strictObject({ args: z.array(value).min(1) }).optional(),
  ports: z.record(portName, port).default({}),
  health: health.optional(),
  resources: z.strictObject({ cpu: cpuRange, memory: memoryRange }).optional(),
  /** Seconds in which it ends what it has begun; after them it is killed. */
  endsWithin: z.int().positive().optional(),
  scale: scale.optional(),
  /** How many copies must stay up while nodes are drained. */
  disruption: z.strictObject({ minAvailable: z.int().positive() }).optional(),
  volumes: z.record(absolutePath, volume).default({}),
  secrets: z.record(label, secret).default({}),
  /** Other services that it cannot work without; those that its values speak of are found by themselves. */
  needs: z.array(label).default([]),
  /** A database and a user of its own on a service that provides PostgreSQL; its password is the secret `database`. */
  database: database.optional(),
  /** People sign in by another service; the secret `sign-in` is what the two of them share, and its name there is its own. */
  signIn: signIn.optional(),
  /** What it is for others: a server of databases, its cluster's way in from the world, or who says who somebody is. */
  provides: z
    .enum([
      "admission",
      "postgresql",
      "tunnel",
      "sign-in",
      "certificates",
      "ingress",
      "unsealing",
      "gitops",
      "backups",
      "models",
    ])
    .optional(),
  reach: reach.prefault({}),
  permissions: z.array(permission).default([]),
  expose: exposure.default({}),
  metrics: metrics.optional(),
  /** What somebody should hear of; the language is Prometheus'. */
  alerts: z.array(alert).default([]),
  /** What Grafana shows of it, as Grafana keeps it. */
  dashboard: dashboard.optional(),
  /** The user and group that the process runs as; files it writes belong to them. */
  user: z.int().nonnegative().optional(),
  waive: waivers.default({}),
});

export const service = declaration
  .refine(({ program, command }) => !(program && command), {
    path: ["program"],
    error: words("stands beside a command of its own", "keep the program, and give it args"),
  })
  .refine(({ program, image, place }) => !(program && image && !("cluster" in place)), {
    path: ["program"],
    error: words(
      "stands beside an image, which has no Node.js to run it",
      "place it on a cluster, whose pods bring Node.js along, or keep one of both: a program may also be built into an image",
    ),
  })
  .refine((said) => !(said.site && (said.program || said.image || said.command || said.chart)), {
    path: ["site"],
    error: words(
      "stands beside a program, an image, a command or a chart",
      "keep one of them: a site brings along what serves it",
    ),
  })
  .refine((said) => !(said.chart && (said.image || said.program)), {
    path: ["chart"],
    error: words(
      "stands beside an image or a program",
      "keep one of them: a chart brings its own images along",
    ),
  })
  .transform((said): z.output<typeof declaration> => ({ ...said, ...runtimeOf(said) }));

/** What a person writes. */
export type ServiceSpec = z.input<typeof service>;
/** The same, with every default filled in and every range split. */
export type ServiceDeclaration = z.output<typeof service>;
export type Port = ServiceDeclaration["ports"][string];

/** Types the declaration where it is written; it is checked, with all the others, when the lab is read. */
export function defineService(spec: ServiceSpec): ServiceSpec {
  return spec;
}
