export { offeredTo } from "./offered.ts";
export { Worker } from "./worker.ts";
