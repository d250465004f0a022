export type { BreakerState } from "./breaker.ts";
export { Provider } from "./provider.ts";
export { Providers } from "./providers.ts";
export type { Ticket } from "./slots.ts";
