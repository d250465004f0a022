export { filesSync } from "./files.ts";
export type { Server } from "./fits.ts";
export { llamaCpp } from "./llama-cpp.ts";
export type { GgufSpec, ModelFileSpec, ModelSpec } from "./model.ts";
export { ollamaSync } from "./ollama.ts";
