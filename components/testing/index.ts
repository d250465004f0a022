export { testInventory } from "./inventory.ts";
export { inGroup, labWith, refusal, service, TODAY } from "./lab.ts";
