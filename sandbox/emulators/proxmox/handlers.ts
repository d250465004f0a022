import { accessHandlers } from "./access/index.ts";
import type { Handlers } from "./api/index.ts";
import { clusterHandlers } from "./cluster/index.ts";
import { firewallHandlers } from "./firewall/index.ts";
import { guestHandlers } from "./guests/index.ts";
import { nodeHandlers } from "./nodes/index.ts";
import { storageHandlers } from "./storage/index.ts";

/** What answers to each method and path. */
export const handlers: Handlers = {
  ...accessHandlers,
  ...clusterHandlers,
  ...firewallHandlers,
  ...guestHandlers,
  ...nodeHandlers,
  ...storageHandlers,
};
