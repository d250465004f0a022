import { z } from "zod";
import { fault, words } from "../fault.ts";
import { cpuRange, label, memoryRange, portNumber } from "../units/index.ts";
import { filledText, type Value } from "./value.ts";

/** Only text`...` is filled in: `{ host: ... }` and `{ secret: ... }` are what many charts call their own values. */
export type ChartValue =
  | string
  | number
  | boolean
  | null
  | Extract<Value, { text: unknown }>
  | ChartValue[]
  | { [key: string]: ChartValue };

const chartValue: z.ZodType<ChartValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    filledText,
    z.array(chartValue),
    z.record(z.string(), chartValue),
  ]),
);

/** The way to a value: `webhook.resources`. */
const path = z
  .string()
  .regex(/^[\w-]+(\.[\w-]+)*$/, fault("not the way to a value", 'write "resources" or "webhook.resources"'));

/** Pods that a chart will make. They are counted before it makes them, and the chart is told the same numbers. */
const pods = z.strictObject({
  resources: z.strictObject({ cpu: cpuRange, memory: memoryRange }),
  /** Where the chart's values have what they ask for; charts that do not let it be set are only counted. */
  resourcesAt: path.optional(),
  replicas: z.int().positive().default(1),
  replicasAt: path.optional(),
  everyNode: z.boolean().default(false),
  /** Each is started for one job and gone with it: `replicas` at most, and at an update none beside them. */
  perJob: z.boolean().default(false),
});

/** What everybody installs by Helm: a chart of somebody else in the place of an image. */
export const chart = z
  .strictObject({
    repository: z
      .string()
      .regex(/^(https|oci):\/\//, fault("not a repository of charts", 'write "https://..." or "oci://..."')),
    name: label,
    version: z
      .string()
      .regex(
        /^v?\d+\.\d+\.\d+[\w.+-]*$/,
        fault("not an exact version", 'write "1.12.1", as the chart has it'),
      ),
    values: z.record(z.string(), chartValue).default({}),
    /** By the name of the workload that the chart makes of them. */
    pods: z.record(label, pods).default({}),
    /**
     * Where the chart's values have the labels of its pods. They get that of the service, as all others have, and by it the
     * network tells them from others: only then may a chart share its namespace.
     */
    labelsAt: path.optional(),
    /** The Service that people and others mean, where the chart does not call it by the name of this service. */
    service: label.optional(),
    /** Ports at which the API server asks it before it lets an object in. */
    webhooks: z.array(portNumber).default([]),
    /** The groups of kinds that it brings along, as in "cert-manager.io": objects of these come after it. */
    brings: z.array(z.string()).default([]),
  })
  .refine(({ pods, brings }) => Object.keys(pods).length > 0 || brings.length > 0, {
    path: ["pods"],
    error: words(
      "are none",
      'write what it runs: { controller: { resources: { cpu: "10m", memory: "64Mi" } } }, or which kinds it brings',
    ),
  });

export type Chart = z.output<typeof chart>;
export type ChartPods = Chart["pods"][string];

/** Every text in its values, with the way to it. */
export function textsOf(values: ChartValue): [string[], string | FilledText][] {
  return leavesOf(values).filter(
    (leaf): leaf is [string[], string | FilledText] => typeof leaf[1] === "string" || isFilled(leaf[1]),
  );
}

/** Everything that its values say, with the way to it. */
export function leavesOf(value: ChartValue, way: string[] = []): [string[], ChartValue][] {
  if (Array.isArray(value)) return value.flatMap((each, at) => leavesOf(each, [...way, String(at)]));
  if (typeof value !== "object" || value === null || isFilled(value)) return [[way, value]];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...way, key]));
}

type FilledText = Extract<Value, { text: unknown }>;

export function isFilled(value: ChartValue): value is FilledText {
  return filledText.safeParse(value).success;
}
