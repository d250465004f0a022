import type { JsonObject } from "../../http/json.ts";

export const asks = (content: string): JsonObject => ({ role: "user", content });
export const says = (content: string): JsonObject => ({ role: "assistant", content });
export const system = (content: string): JsonObject => ({ role: "system", content });
