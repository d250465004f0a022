export { type MemoryAsk, memoryAsk, withoutMemoryAsk } from "./ask.ts";
export { answerIn, GatheredAnswer } from "./gather.ts";
export { Memory, type MemoryArgs } from "./memory.ts";
export type { Recollect, Recollection } from "./recall.ts";
export { type MemorySettings, searchLanguages } from "./settings.ts";
export type { FinishedTurn, StoredResponse, Turn } from "./turn.ts";
