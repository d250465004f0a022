import type { Handlers } from "../api/index.ts";
import { aclHandlers } from "./acl-handlers.ts";
import { groupHandlers } from "./group-handlers.ts";
import { roleHandlers } from "./role-handlers.ts";
import { sessionHandlers } from "./session-handlers.ts";
import { userHandlers } from "./user-handlers.ts";

export const accessHandlers: Handlers = {
  ...sessionHandlers,
  ...userHandlers,
  ...groupHandlers,
  ...roleHandlers,
  ...aclHandlers,
};
