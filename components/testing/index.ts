export { testInventory } from "./inventory.ts";
export { chartService, connector, inGroup, labWith, programs, refusal, service, TODAY } from "./lab.ts";
export { freePort } from "./port.ts";
export { complaintsOfPowerShell } from "./powershell.ts";
export { complaintOf, readerNamed } from "./reader.ts";
