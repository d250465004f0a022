export type { BreakerState } from "./breaker.ts";
export { Holds } from "./holds.ts";
export { Provider } from "./provider.ts";
export { Providers } from "./providers.ts";
export { providerRoutes } from "./routes.ts";
export type { Ticket } from "./slots.ts";
