export { type Access, type Given, tokensFor } from "./access.ts";
export { type ApiPlan, planApis } from "./apis.ts";
export { Keys } from "./keys.ts";
