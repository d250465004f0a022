import type { ResourceRule } from "../../rule.ts";
import { scopes } from "../../scope.ts";
import { type Opening, openingsOf, readPolicy } from "../../views/tailnet-policy.ts";

const DAY = 24 * 60 * 60;
const LONGEST_KEY_DAYS = 90;
const LONGEST_DEVICE_DAYS = 180;

/** A tag, a group, a declared host or one of the vendor's own sets: what has a name is changed in one place. */
const UNNAMED = /@|^\d{1,3}(\.\d{1,3}){3}|^[\da-f]*:[\da-f:]+$/i;

const scope = scopes.tailnetPolicies;

/** Who reaches what in the tailnet, and how a device gets in. */
export const tailnet: ResourceRule[] = [
  {
    id: "allow-all",
    title: "Nobody reaches everything.",
    sources: ["ST tailscale_acl_no_allow_all"],
    reason: "one phone that is stolen would be in every machine of the house",
    fix: "name who reaches what, on which port: it follows from expose and needs",
    severity: "critical",
    scope,
    check: (resource) =>
      openingsOf(readPolicy(resource)).map((opening) => isForAll(opening) && `opens ${described(opening)}`),
  },
  {
    id: "named-parties",
    title: "Rules of the tailnet name groups, tags and hosts, not people and addresses.",
    sources: ["ST tailscale_acl_groups_used", "ST tailscale_acl_tags_used"],
    reason: "what is written twice is forgotten once, when somebody leaves",
    fix: "put the person in a group and the machine under a tag or a host, in the inventory",
    severity: "medium",
    scope,
    check: (resource) =>
      openingsOf(readPolicy(resource)).flatMap(({ src, dst }) =>
        [...src, ...dst].filter((party) => UNNAMED.test(party)).map((party) => `names ${party} in a rule`),
      ),
  },
  {
    id: "ssh-check",
    title: "Whoever enters a machine by SSH has signed in again lately.",
    sources: ["ST tailscale_acl_ssh_check_mode"],
    reason: "a laptop that lies open would be a shell on every machine",
    fix: 'set action: "check", with a checkPeriod',
    severity: "high",
    scope,
    check: (resource) =>
      (readPolicy(resource).ssh ?? []).map(
        ({ action, src, users }) =>
          action !== "check" && `lets ${src.join(", ")} in as ${users.join(", ")} by ${action}`,
      ),
  },
  {
    id: "tailnet-tests",
    title: "The policy brings tests of its own, for each protocol.",
    sources: ["ST tailscale_acl_tests_present"],
    reason: "a rule that opens too much is accepted without a word",
    fix: "say for each group what it reaches and what not, with proto",
    severity: "medium",
    scope,
    check: (resource) => {
      const { tests = [] } = readPolicy(resource);
      return [
        tests.length === 0 && "has no tests",
        tests.length > 0 &&
          !tests.some(({ deny = [] }) => deny.length > 0) &&
          "has no test of what must stay closed",
        tests.map(({ src, proto }) => !proto && `has a test of ${src} without a protocol`),
      ];
    },
  },
  {
    id: "foreign-policy",
    title: "A policy that somebody else wrote is never overwritten.",
    sources: ["terraform-provider-tailscale#182"],
    reason: "everybody who worked by it would be locked out, and it cannot be brought back",
    fix: "remove overwriteExistingContent, and import the policy that is there",
    severity: "critical",
    scope,
    check: ({ props }) => [
      props.overwriteExistingContent === true && "overwrites whatever policy it finds",
      props.resetAclOnDestroy === true && "opens the tailnet to all of its members when it goes",
    ],
  },
  {
    id: "tagged-key",
    title: "A machine comes in as itself, by a key that ends.",
    sources: ["ST tailscale_tailnet_key_expiration", "ST tailscale_device_tagged"],
    reason: "without a tag it is whoever made the key, with all that this person may do",
    fix: `give the key a tag, and an expiry of at most ${LONGEST_KEY_DAYS} days`,
    severity: "high",
    scope: scopes.tailnetKeys,
    check: ({ props: { tags = [], expiry = 90 * DAY } }) => [
      tags.length === 0 && "lets a machine in without a tag",
      expiry > LONGEST_KEY_DAYS * DAY && `lasts ${Math.round(expiry / DAY)} days`,
    ],
  },
  {
    id: "device-approval",
    title: "A new device is let in by somebody, and shows from time to time whose it is.",
    sources: ["ST tailscale_tailnet_device_approval_enabled", "ST tailscale_device_key_expiry_enabled"],
    reason: "a stolen password would bring its thief's own device into the house",
    fix: `set devicesApprovalOn and usersApprovalOn, and devicesKeyDurationDays to at most ${LONGEST_DEVICE_DAYS}`,
    severity: "high",
    scope: scopes.tailnetSettings,
    check: ({ props }) => [
      props.devicesApprovalOn !== true && "lets devices in that nobody approved",
      props.usersApprovalOn !== true && "lets people in whom nobody approved",
      !(props.devicesKeyDurationDays <= LONGEST_DEVICE_DAYS) && "lets a device stay without a new sign-in",
    ],
  },
];

function isForAll({ src, dst, ports }: Opening): boolean {
  const anybody = src.some((each) => each === "*" || each === "autogroup:danger-all");
  const anything = dst.includes("*") && ports.some((each) => each === "*" || each === "");
  return (dst.includes("*") && anybody) || anything;
}

function described({ src, dst, ports }: Opening): string {
  return `${dst.join(", ")} (${ports.join(", ")}) to ${src.join(", ")}`;
}
