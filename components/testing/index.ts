export { testInventory } from "./inventory.ts";
export { inGroup, labWith, programs, refusal, service, TODAY } from "./lab.ts";
export { complaintOf, readerNamed } from "./reader.ts";
