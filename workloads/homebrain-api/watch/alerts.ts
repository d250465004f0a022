import * as z from "zod";
import type { House, Seen } from "../house/index.ts";
import { ask } from "../upstream/index.ts";

/** What follows from an alert, by its name, as the lab's rules are called. */
const ABOUT = {
  ServiceIsDown: { label: "service", why: "too few of its copies are ready" },
  ChartIsIncomplete: { label: "service", why: "something of it does not run" },
  JobFailed: { label: "service", why: "its last run failed" },
  NodeIsNotReady: { label: "node", why: "its cluster does not hear from it" },
  ClusterIsSilent: { label: "cluster", why: "nobody hears from its cluster" },
} as const;

const answer = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(z.object({ metric: z.object({ alertname: z.string() }).catchall(z.string()) })),
  }),
});

export interface Told {
  services: Map<string, Seen>;
  machines: Map<string, Seen>;
}

/** What Prometheus knows of whatever cannot be seen from here: it is well, unless an alert says otherwise. */
export async function toldByAlerts(house: House, prometheus: string): Promise<Told> {
  const query = `ALERTS{alertname=~"${Object.keys(ABOUT).join("|")}"}`;
  const url = new URL("api/v1/query", `${prometheus.replace(/\/$/, "")}/`);
  url.searchParams.set("query", query);
  const { data } = await ask("Prometheus", url, { schema: answer });
  const named = (label: "service" | "node" | "cluster") =>
    new Map(
      data.result.flatMap(({ metric }) => {
        const about = ABOUT[metric.alertname as keyof typeof ABOUT];
        const name = about?.label === label ? metric[label] : undefined;
        return name === undefined ? [] : [[name, about?.why] as const];
      }),
    );
  const [services, nodes, clusters] = [named("service"), named("node"), named("cluster")];
  const inClusters = new Set(house.services.flatMap(({ cluster, machines }) => (cluster ? machines : [])));
  return {
    services: new Map(
      house.services.flatMap(({ name, cluster }): [string, Seen][] => {
        if (cluster === undefined) return [];
        const silent = clusters.get(cluster);
        if (silent) return [[name, { state: "unknown", why: silent }]];
        const why = services.get(name);
        return [[name, why ? { state: "down", why } : { state: "up" }]];
      }),
    ),
    machines: new Map(
      [...inClusters].map((name): [string, Seen] => {
        const why = nodes.get(name);
        return [name, why ? { state: "down", why } : { state: "up" }];
      }),
    ),
  };
}
