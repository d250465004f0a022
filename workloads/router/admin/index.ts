export { type KeyRoutesSettings, keyRoutes } from "./key-routes.ts";
export { usageRoutes } from "./usage-routes.ts";
