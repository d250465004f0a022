import { z } from "zod";
import { fault } from "../fault.ts";

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
