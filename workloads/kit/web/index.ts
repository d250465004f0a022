export { bodyAs, checked } from "./checked.ts";
export { keyNeeded } from "./key.ts";
export { type Service, type Serving, serve } from "./service.ts";
