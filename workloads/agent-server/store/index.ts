export { claim, type Held, type Holder, renew } from "./claims.ts";
export { type Asks, Database, isAway } from "./database.ts";
export { type Changes, changesSince, runOf, runsOf, spentToday, stepsOf } from "./looks.ts";
export * as progress from "./progress.ts";
export { Lost } from "./progress.ts";
export { tidy } from "./tidy.ts";
export { cancel, decide, Refusal, remove, resume, submit, type Wish } from "./wishes.ts";
