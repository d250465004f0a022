export { Assistant } from "./assistant.ts";
export { Gateway, type Observer } from "./gateway.ts";
export { InnerModels } from "./inner.ts";
export { gatewayRoutes } from "./routes.ts";
export { toolRoutes } from "./tool-routes.ts";
export { underWayRoutes } from "./under-way.ts";
export { Workshop } from "./workshop.ts";
