import type { Effects } from "./datacenter.ts";
import { cloneEffects, guestEffects, powerEffects } from "./guests/index.ts";
import { storageEffects } from "./storage/index.ts";

/** What each task does at its end. */
export const effects: Effects = {
  ...guestEffects,
  ...powerEffects,
  ...cloneEffects,
  ...storageEffects,
  nothing: () => {},
};
