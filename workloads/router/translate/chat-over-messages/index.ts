export { type ChatOverMessagesSettings, chatOverMessages } from "./chat-over-messages.ts";
