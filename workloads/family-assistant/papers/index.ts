export { type Paper, Papers } from "./papers.ts";
export { passagesOf } from "./passages.ts";
export { Qdrant } from "./qdrant.ts";
