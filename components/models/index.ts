export { type ModelSpec, ollamaSync, type Server } from "./ollama.ts";
