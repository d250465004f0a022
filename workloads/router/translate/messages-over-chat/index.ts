export { messagesOverChat } from "./messages-over-chat.ts";
