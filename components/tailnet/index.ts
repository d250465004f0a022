export { entrancesIn } from "./device.ts";
export { type FoundDevice, found } from "./found.ts";
export { keyOf, planTailnet } from "./plan.ts";
export { type Policy, planPolicy } from "./policy.ts";
export { render } from "./render.ts";
export { tailnetSetup } from "./setup.ts";
export { Tailnet, type TailnetArgs } from "./tailnet.ts";
