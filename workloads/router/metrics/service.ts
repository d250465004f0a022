import type { Route } from "../http/index.ts";
import type { Events } from "./events.ts";
import type { Metrics } from "./metrics.ts";

/** What the routes of the service itself look at. */
export interface Service {
  metrics: Metrics;
  events: Events;
  version: string;
  /** Who may read `/metrics`: its numbers tell names of models, providers and keys. */
  metricsAccess: "open" | "admin";
  /** Why no requests should come at the moment: nothing while all is well. */
  notReady(): string[];
  /** The configuration as it is in force, without its secrets. */
  config(): unknown;
  /** All routes, these included. */
  routes(): readonly Route[];
}
