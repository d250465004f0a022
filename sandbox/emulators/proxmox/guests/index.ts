export { cloneEffects } from "./clone.ts";
export { guestHandlers } from "./handlers.ts";
export { guestEffects } from "./lifecycle.ts";
export { powerEffects } from "./power.ts";
