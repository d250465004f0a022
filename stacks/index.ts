import * as pulumi from "@pulumi/pulumi";
import { isStack, unknownStack } from "./labs.ts";

const stack = pulumi.getStack();
if (!isStack(stack)) throw unknownStack(stack);

const program =
  stack === "homelab" ? await import("./homelab/index.ts") : await import("./gaming-pc/index.ts");

/** The outputs of a stack are what its program exports. */
export default { ...program };
