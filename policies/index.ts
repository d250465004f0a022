import { PolicyPack } from "@pulumi/policy";
import { policyOf } from "./policy.ts";
import { rules } from "./rules/index.ts";

new PolicyPack("homelab", { enforcementLevel: "mandatory", policies: rules.map(policyOf) });
