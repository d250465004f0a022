export { type KeyRoutesSettings, keyRoutes } from "./key-routes.ts";
export { manageApiKeys } from "./manage-api-keys/index.ts";
export { usageRoutes } from "./usage-routes.ts";
