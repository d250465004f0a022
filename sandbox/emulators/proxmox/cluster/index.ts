export { forgetGuest, haResourceOf, haStateOf, setHaState } from "./ha.ts";
export { clusterHandlers } from "./handlers.ts";
export { mappingNamed } from "./mapping.ts";
