import { type Handlers, type Section, sections } from "../api/index.ts";
import { backupHandlers } from "./backup.ts";
import { haHandlers } from "./ha.ts";
import { mappingHandlers } from "./mapping.ts";
import { optionsHandlers } from "./options.ts";
import { poolHandlers } from "./pools.ts";
import { resourceHandlers } from "./resources.ts";

const replication = sections({
  path: "/cluster/replication",
  key: "id",
  collection: "replication",
  missing: (id) => `replication job '${id}' does not exist`,
  existing: (id) => `replication job '${id}' already exists`,
  check(section, { datacenter }) {
    const [guest = "", jobnum = "0"] = String(section.id).split("-");
    datacenter.guest(guest);
    datacenter.node(String(section.target));
    const source = datacenter.guest(guest).node;
    return { schedule: "*/15", ...section, guest: Number(guest), jobnum: Number(jobnum), source };
  },
});

/** A server that is made where it is named: this path has no other. */
const metricsSections = sections({
  path: "/cluster/metrics/server",
  key: "id",
  collection: "metrics",
  missing: (id) => `status server entry '${id}' does not exist`,
  existing: (id) => `metric server '${id}' already exists`,
  shown: ({ token: _, ...section }) => section as Section,
});
const { "POST /cluster/metrics/server": made = () => null, ...metrics } = metricsSections;

export const clusterHandlers: Handlers = {
  ...mappingHandlers,
  ...haHandlers,
  ...backupHandlers,
  ...poolHandlers,
  ...optionsHandlers,
  ...resourceHandlers,
  ...replication,
  ...metrics,
  "POST /cluster/metrics/server/{id}": made,
};
