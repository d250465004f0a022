export { type Policy, planPolicy } from "./policy.ts";
export { render } from "./render.ts";
