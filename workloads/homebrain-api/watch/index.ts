export { type Looking, watch } from "./watch.ts";
