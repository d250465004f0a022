export { type Change, changes, type Moment, sentenceOf, wall, words } from "./changes.ts";
export { Router, type RouterOptions } from "./router.ts";
export { Talk } from "./talk.ts";
