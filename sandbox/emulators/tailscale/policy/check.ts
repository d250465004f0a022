import { type Access, accessesOf, selectors } from "./access.ts";
import { parseNetwork, parseRoute } from "./network.ts";
import { parseAssertion } from "./posture.ts";
import { at, PolicyProblem } from "./problem.ts";
import type { Policy } from "./schema.ts";
import { ipset, rooms } from "./selector.ts";
import { checkSsh } from "./ssh.ts";

/** Throws where anything in a policy is wrong, and gives what it lets through. */
export function checkPolicy(policy: Policy): Access[] {
  checkNames(policy);
  checkApprovers(policy);
  checkAttributes(policy);
  checkSsh(policy);
  return accessesOf(policy);
}

function checkNames(policy: Policy): void {
  for (const [name, members] of Object.entries(policy.groups ?? {}))
    at("groups", () => {
      if (!/^group:\S+$/.test(name)) throw new PolicyProblem(`"${name}" has to begin with "group:"`);
      for (const member of members)
        if (!member.includes("@") || /^(group|tag):/.test(member))
          throw new PolicyProblem(
            `"${member}" in "${name}" is no user: write a login such as an e-mail address`,
          );
    });
  for (const [tag, owners] of Object.entries(policy.tagOwners ?? {})) {
    if (!/^tag:[a-z][a-z0-9-]*$/i.test(tag))
      throw new PolicyProblem(
        `tagOwners: "${tag}" has to be "tag:", a letter, and letters, digits or dashes`,
      );
    selectors(owners, rooms.owner, policy, `tagOwners["${tag}"]`);
  }
  for (const [name, address] of Object.entries(policy.hosts ?? {}))
    if (!parseNetwork(address))
      throw new PolicyProblem(`hosts["${name}"]: "${address}" is no IP address or network`);
  for (const [name, entries] of Object.entries(policy.ipsets ?? {}))
    at(`ipsets["${name}"]`, () => {
      if (!name.startsWith("ipset:")) throw new PolicyProblem(`a name has to begin with "ipset:"`);
      ipset(entries, policy);
    });
  for (const [name, conditions] of Object.entries(policy.postures ?? {}))
    at(`postures["${name}"]`, () => {
      if (!name.startsWith("posture:")) throw new PolicyProblem(`a name has to begin with "posture:"`);
      for (const condition of conditions) parseAssertion(condition);
    });
}

function checkApprovers({ autoApprovers, ...policy }: Policy): void {
  for (const [route, approvers] of Object.entries(autoApprovers?.routes ?? {})) {
    if (!parseRoute(route))
      throw new PolicyProblem(
        `autoApprovers.routes: "${route}" is no network in CIDR notation, such as 10.0.0.0/8`,
      );
    selectors(approvers, rooms.owner, policy, `autoApprovers.routes["${route}"]`);
  }
  for (const [service, approvers] of Object.entries(autoApprovers?.services ?? {}))
    selectors(approvers, rooms.owner, policy, `autoApprovers.services["${service}"]`);
  selectors(autoApprovers?.exitNode ?? [], rooms.owner, policy, "autoApprovers.exitNode");
}

function checkAttributes(policy: Policy): void {
  for (const [index, grant] of (policy.nodeAttrs ?? []).entries()) {
    const place = `nodeAttrs[${index}]`;
    selectors(grant.target, rooms.target, policy, `${place}.target`);
    at(place, () => {
      if (!grant.attr && !grant.app && !grant.ipPool)
        throw new PolicyProblem(`needs "attr", "app" or "ipPool", or it gives nothing`);
      for (const pool of grant.ipPool ?? [])
        if (!parseRoute(pool)) throw new PolicyProblem(`ipPool: "${pool}" is no network in CIDR notation`);
    });
  }
}
