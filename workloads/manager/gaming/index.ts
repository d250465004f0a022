export { type Causes, type Hand, scheduledUntil, standing, whyPlaying } from "./causes.ts";
export { type GameWatch, watchGame } from "./game.ts";
export { Kept } from "./kept.ts";
