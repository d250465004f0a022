export {
  type AgentAsk,
  MemoryParking,
  type Parking,
  type Progress,
  runWithTools,
  streamWithTools,
} from "./agent/index.ts";
export { type AskedTools, askedTools, routerFieldSchema } from "./asked.ts";
export type { RecordAudit, ToolAudit } from "./audit.ts";
export { AuditLog } from "./audit-log.ts";
export type { CallContext, CallResult, ToolCall } from "./call.ts";
export { type ToolsSettings, toolsSchema } from "./schema.ts";
export { toolCalls } from "./table.ts";
export type { Tool } from "./tool.ts";
export { Tools, type ToolsOptions } from "./tools.ts";
