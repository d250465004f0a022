export { explained } from "./conditions.ts";
export { patienceFor } from "./patience.ts";
export { type Outcome, Readiness } from "./readiness.ts";
export { ruleFor } from "./rules.ts";
