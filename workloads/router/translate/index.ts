export { type ChatOverMessagesSettings, chatOverMessages } from "./chat-over-messages/index.ts";
export { compose } from "./compose.ts";
export { messagesOverChat } from "./messages-over-chat/index.ts";
export { cutShort, providerFault } from "./provider-fault.ts";
export { GlmRepair } from "./repair-glm.ts";
export { responsesOverChat } from "./responses-over-chat/index.ts";
export type { StreamEvent, StreamTranslator, Translation } from "./translation.ts";
export { type Counted, countedIn, type ProviderApi, UsageReader } from "./usage.ts";
