import { z } from "zod";
import { fault } from "../fault.ts";
import { label } from "../units/index.ts";

const metricName = z
  .string()
  .regex(
    /^[a-zA-Z_][a-zA-Z0-9_]*\*?$/,
    fault("not the name of a metric", 'write "web_requests_total", or how names begin: "web_*"'),
  );

/** Where it tells what it measures, and what of that others may ask for: an alert that asks for something else is refused. */
export const metrics = z.strictObject({
  port: label,
  path: z.string().default("/metrics"),
  names: z.array(metricName).default([]),
});

/** A rule of Prometheus. Whoever is woken by it reads the two sentences, and nothing else at first. */
export const alert = z.strictObject({
  name: z.string().regex(/^[A-Z][A-Za-z0-9]*$/, fault("not the name of an alert", 'write "RouterIsDown"')),
  expr: z.string().min(1),
  /** How long it has to hold. */
  for: z.string().regex(/^\d+[smhd]$/, fault("not a length of time", 'write "5m"')),
  severity: z.enum(["warning", "critical"]),
  summary: z.string().min(10, fault("too short", "write in a line what is wrong")),
  /** What to do about it. */
  action: z.string().min(10, fault("too short", "write what to look at, or to do")),
});

export const dashboard = z.looseObject({ uid: z.string(), title: z.string() });

export type Alert = z.output<typeof alert>;
export type Dashboard = z.output<typeof dashboard>;
