import type { ResourceRule } from "../../rule.ts";
import type { Said } from "../../said.ts";
import { scopes } from "../../scope.ts";

/** One way to be let in: its kind is its only key. */
type Admission = Record<string, unknown>;

/** True of anybody who stands in the right place. */
const NO_IDENTITY = [
  "everyone",
  "ip",
  "ipList",
  "geo",
  "devicePosture",
  "commonName",
  "anyValidServiceToken",
];
/** What a program shows. */
const OF_PROGRAMS = ["serviceToken", "anyValidServiceToken", "certificate", "commonName", "group"];

/** Who is let in. */
export const accessRules: ResourceRule[] = [
  {
    id: "bypass",
    title: "No policy lets everybody past Access.",
    sources: ["CF bypass-policy"],
    reason: "a bypass is an open door with a lock beside it",
    fix: 'remove the policy; what should be open is declared with access: "public", and has no application',
    severity: "critical",
    scope: scopes.accessPolicies,
    check: ({ props }) =>
      props.decision === "bypass" &&
      kindsOf(props.includes).includes("everyone") &&
      "lets everybody past Access",
  },
  {
    id: "identity",
    title: "Whoever is let in is known by name.",
    sources: ["CF access-policy-selectors"],
    reason:
      "of what is included one is enough: a country or an address beside a list of people lets strangers in",
    fix: "include people, groups or tokens, and put places under requires",
    severity: "critical",
    scope: scopes.admissions,
    check: ({ props }): Said => {
      if (!["allow", "non_identity", undefined].includes(props.decision)) return undefined;
      const kinds = kindsOf(props.includes);
      const wrong =
        props.decision === "non_identity"
          ? kinds.filter((kind) => !OF_PROGRAMS.includes(kind))
          : kinds.filter((kind) => NO_IDENTITY.includes(kind));
      return [
        kinds.length === 0 && "includes nobody",
        wrong.map((kind) => `lets in by ${kind}, which says nothing of who it is`),
      ];
    },
  },
];

function kindsOf(includes: Admission[] = []): string[] {
  return includes.flatMap((each) => Object.keys(each));
}
