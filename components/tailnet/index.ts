export { keyOf, planTailnet } from "./plan.ts";
export { type Policy, planPolicy } from "./policy.ts";
export { render } from "./render.ts";
export { tailnetSetup } from "./setup.ts";
export { Tailnet, type TailnetArgs } from "./tailnet.ts";
