export { chatOverMessages } from "./chat-over-messages.ts";
export type { ChatOverMessagesSettings } from "./request.ts";
