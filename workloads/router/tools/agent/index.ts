export type { AgentAsk, Progress } from "./conversation.ts";
export { MemoryParking, type Parking } from "./parking.ts";
export { runWithTools } from "./run.ts";
export { streamWithTools } from "./stream.ts";
