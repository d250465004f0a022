import type { Route } from "../http/route.ts";
import { conversationRoutes } from "./conversation-routes.ts";
import type { Ground } from "./own-route.ts";
import { personRoutes } from "./person-routes.ts";
import { responseRoutes } from "./response-routes.ts";

export function memoryRoutes(ground: Ground): Route[] {
  return [...conversationRoutes(ground), ...responseRoutes(ground), ...personRoutes(ground)];
}
