export type { RoutesSpec } from "./routes.ts";
export { routing } from "./routing.ts";
