import * as pulumi from "@pulumi/pulumi";
import { isStack, unknownStack } from "./labs.ts";
import { pullRequestOf } from "./pull-request/number.ts";

const stack = pulumi.getStack();

function programOf(): Promise<object> {
  if (pullRequestOf(stack) !== undefined) return import("./pull-request/index.ts");
  if (!isStack(stack)) throw unknownStack(stack);
  return stack === "homelab" ? import("./homelab/index.ts") : import("./gaming-pc/index.ts");
}

/** The outputs of a stack are what its program exports. */
export default { ...(await programOf()) };
