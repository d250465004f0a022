export { capacityTools } from "./capacity.ts";
export { healthTools } from "./health.ts";
export { logTools } from "./logs.ts";
export { metricTools } from "./metrics.ts";
export { proposalTools } from "./proposals.ts";
export { serviceTools } from "./services.ts";
export { register, type Tool } from "./tool.ts";
