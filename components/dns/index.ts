export { nameServerSetup } from "./name-server.ts";
export type { DnsRecord, Zone } from "./record.ts";
export { resolversAt } from "./resolvers.ts";
export { zoneFile } from "./zone-file.ts";
export { PUBLIC_NAMES, planZones } from "./zones.ts";
