import type { Handlers } from "../api/index.ts";
import { aliasHandlers, groupHandlers, ipsetHandlers } from "./names.ts";
import { optionHandlers } from "./options.ts";
import { ruleHandlers } from "./rules.ts";

const cluster = "/cluster/firewall";
const node = "/nodes/{node}/firewall";
const guest = "/nodes/{node}/qemu/{vmid}/firewall";

export const firewallHandlers: Handlers = Object.assign(
  {},
  ...[cluster, guest].flatMap((path) => [aliasHandlers(path), ipsetHandlers(path)]),
  ...[cluster, node, guest].flatMap((path) => [optionHandlers(path), ruleHandlers(`${path}/rules`)]),
  groupHandlers,
  ruleHandlers(`${cluster}/groups/{group}`),
);
