export { operatorOf } from "./operator.ts";
export { setupFor } from "./setup-for.ts";
