export { type Hearing, hear } from "./hear.ts";
export { makePool } from "./pool.ts";
export { reasonOf, untilDone } from "./until-done.ts";
