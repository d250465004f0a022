import type { ResourceRule, StackRule } from "../../rule.ts";
import { look } from "../../said.ts";
import { scopes } from "../../scope.ts";

/** Whoever has one of these may do anything. */
const ADMINISTRATORS = ["Administrator", "PVEAdmin", "PVESysAdmin"];

/** How the hypervisors are kept. */
export const hypervisors: (ResourceRule | StackRule)[] = [
  {
    id: "cluster-firewall",
    title: "The hypervisors drop what nobody let in or through.",
    sources: ["HS 1.2.4", "HS 1.2.5"],
    reason: "their API is the whole house, and what they hand on goes past every guest's own firewall",
    fix: "set enabled: true, inputPolicy: DROP and forwardPolicy: DROP",
    severity: "critical",
    scope: scopes.clusterFirewalls,
    check: ({ props: { enabled, inputPolicy, forwardPolicy } }) => [
      enabled !== true && "is off",
      inputPolicy !== "DROP" && `lets in what no rule names (${inputPolicy ?? "no inputPolicy"})`,
      forwardPolicy !== "DROP" && `lets through what no rule names (${forwardPolicy ?? "no forwardPolicy"})`,
    ],
  },
  {
    id: "node-firewall",
    title: "The firewall of every hypervisor is on.",
    sources: ["HS 1.2.4"],
    reason: "the cluster's rules count only where the node's firewall runs",
    fix: "set enabled: true",
    severity: "high",
    scope: scopes.nodeFirewalls,
    check: ({ props: { enabled } }) => enabled === false && "is off",
  },
  {
    id: "guest-firewall",
    title: "Every VM stands behind a firewall of its own.",
    sources: ["HS 1.2.4", "HS 1.2.5"],
    reason: "a machine that is taken over reaches every other one on its bridge",
    fix: "set firewall: true on its networks, and firewall options with inputPolicy: DROP",
    severity: "high",
    scope: scopes.vms,
    survey: (stack) => {
      const held = new Set(
        stack
          .of(scopes.guestFirewalls)
          .filter(({ props }) => props.enabled === true && props.inputPolicy === "DROP")
          .map(({ props }) => String(props.vmId)),
      );
      return stack.of(scopes.vms).map((on) => ({
        on,
        says: look(() => [
          (on.props.networkDevices ?? []).map(
            ({ bridge, firewall }: { bridge?: string; firewall?: boolean }) =>
              firewall !== true && `has no firewall on ${bridge ?? "a network"}`,
          ),
          !held.has(String(on.props.vmId)) && "has no firewall that drops what nobody let in",
        ]),
      }));
    },
  },
  {
    id: "scoped-token",
    title: "A program has a token of its own, which may do what it needs.",
    sources: ["HS 2.2"],
    reason: "a token of root cannot be held to anything, and its thief has every machine",
    fix: "make a user, a role with the privileges that are needed, and a token for it",
    severity: "critical",
    scope: scopes.proxmoxTokens,
    check: ({ props: { userId } }) => String(userId ?? "").startsWith("root@") && `belongs to ${userId}`,
  },
  {
    id: "no-administrator",
    title: "No program is an administrator of the hypervisors.",
    sources: ["HS 2.2"],
    reason: "a role that may do everything is root by another name",
    fix: "name the privileges in a role of its own",
    severity: "high",
    scope: scopes.proxmoxRights,
    check: ({ props: { roleId } }) => ADMINISTRATORS.includes(roleId) && `gives the role ${roleId}`,
  },
];
