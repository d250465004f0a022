export { responsesOverChat } from "./responses-over-chat.ts";
