export { Discord } from "./discord.ts";
export { insist, isPassing } from "./insist.ts";
export {
  type Click,
  type Command,
  choices,
  DEFERRED,
  EPHEMERAL,
  type Interaction,
  interaction,
  PONG,
} from "./interaction.ts";
export { type Known, meet, meetAtLast } from "./introduction.ts";
export { type Embed, type Message, picture, words } from "./message.ts";
export { isSigned, Once, publicKey } from "./signature.ts";
