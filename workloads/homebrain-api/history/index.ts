export { History } from "./history.ts";
export { type Since, SPANS, uptime } from "./timeline.ts";
