import { PolicyPack } from "@pulumi/policy";
import { Blind, blindSpots } from "./blind.ts";
import { policyOf } from "./policy.ts";
import { rules } from "./rules/index.ts";
import { together } from "./together.ts";

const session = { today: () => new Date(), blind: new Blind() };

new PolicyPack("homelab", {
  enforcementLevel: "mandatory",
  policies: [...together(rules.map((rule) => policyOf(rule, session))), blindSpots(session.blind)],
});
