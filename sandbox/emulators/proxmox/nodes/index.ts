export { nodeHandlers } from "./handlers.ts";
export { hasBridge, networkOf, plantNetworks } from "./network.ts";
export { nodeStatus } from "./status.ts";
