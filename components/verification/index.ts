export {
  type Actor,
  type AnswerCheck,
  type Check,
  type DocumentsCheck,
  type Finding,
  looksAt,
  type NameAnswer,
  type NameAsked,
  type NamesCheck,
  type Objects,
  type ObjectsCheck,
  type Page,
  type PageCheck,
  type ProxiedCheck,
  TOPICS,
  type Topic,
  unseen,
} from "./check.ts";
export { type Kind, type KubeObject, listOf } from "./kinds.ts";
export { planVerification } from "./plan.ts";
export { isMeant, wordsIn } from "./select.ts";
export { outOfReach, type Standing, standingOf } from "./standing.ts";
