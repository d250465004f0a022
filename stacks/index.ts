import * as pulumi from "@pulumi/pulumi";
import { isStack, unknownStack } from "./labs.ts";

const stack = pulumi.getStack();
if (!isStack(stack)) throw unknownStack(stack);

const program =
  stack === "homelab" ? await import("./homelab/index.ts") : await import("./gaming-pc/index.ts");

/** Every service's addresses: in the house, in the tailnet, and for the world. */
export const urls = program.urls;

/** Keys and tokens that vendors have made, by name: `npx lab script` puts them where they belong. */
export const kept = "kept" in program ? program.kept : undefined;

/** What programs enter with where people log in: `pulumi stack output passes --show-secrets`. */
export const passes = "passes" in program ? program.passes : undefined;

/** What Proxmox is entered by in the place of root, once it is there: `homelab:access.proxmox.token`. */
export const proxmoxToken = "proxmoxToken" in program ? program.proxmoxToken : undefined;
