export { DiskLedger, type LedgerSettings } from "./disk-ledger.ts";
export type { UsageFilter } from "./filter.ts";
export { type Points, usagePoints } from "./points.ts";
export * from "./queries.ts";
export { usageRows } from "./table.ts";
export type { Ledger, Usage } from "./usage.ts";
