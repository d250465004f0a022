export { type Standing, type Step, stepOf } from "./due.ts";
export { isQuiet, type Quiet } from "./quiet.ts";
export { between, EVERY, type Every, momentOf, nextAfter, type Rhythm, wallOf } from "./rhythm.ts";
export { clockOf, dayAndClock, dayOf, everyOf } from "./words.ts";
