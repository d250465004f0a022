import { LIFECYCLES } from "../../../components/service/index.ts";
import type { Filter } from "./filter.ts";
import type { ServiceRecord } from "./service-record.ts";

export const serviceFilters: Filter<ServiceRecord>[] = [
  { name: "group", about: "only this group, as in media", of: ({ group }) => [group] },
  { name: "cluster", about: "only on this cluster", of: ({ cluster }) => [cluster] },
  { name: "node", about: "only bound to this machine", of: ({ node }) => [node] },
  {
    name: "lifecycle",
    about: "only production, experimental or archive",
    of: ({ lifecycle }) => [lifecycle],
    known: () => [...LIFECYCLES],
  },
  {
    name: "needs",
    about: "only those that need this service",
    of: ({ needs }) => needs,
    known: ({ name }) => [name],
  },
];
