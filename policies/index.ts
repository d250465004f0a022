import { PolicyPack } from "@pulumi/policy";
import { Blind, blindSpots } from "./blind.ts";
import { policyOf } from "./policy.ts";
import { rules } from "./rules/index.ts";

const session = { today: () => new Date(), blind: new Blind() };

new PolicyPack("homelab", {
  enforcementLevel: "mandatory",
  policies: [...rules.map((rule) => policyOf(rule, session)), blindSpots(session.blind)],
});
