export { type Answer, answerOf, completion } from "./answer.ts";
export { conversationOf } from "./conversation.ts";
export { type Move, nextMove } from "./next.ts";
export * from "./shapes.ts";
