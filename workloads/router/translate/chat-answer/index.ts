export { type AnswerPart, type PartKind, partsOf } from "./parts.ts";
export { ChatReader, type PartEvent } from "./reader.ts";
