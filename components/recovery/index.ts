export { recoveryOrder } from "./order.ts";
export { howToRestore } from "./restore.ts";
export { disasterRunbook } from "./runbook.ts";
