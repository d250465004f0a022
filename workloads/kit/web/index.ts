export { bodyAs, checked } from "./checked.ts";
export { anyKeyNeeded, type Known, keyNeeded } from "./key.ts";
export { calm, strict } from "./page.ts";
export { type Service, type Serving, serve } from "./service.ts";
