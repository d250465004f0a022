import { parseTraffic, splitTarget, type Traffic, trafficOf } from "./ports.ts";
import { at, type Names, PolicyProblem } from "./problem.ts";
import type { Policy } from "./schema.ts";
import { parseSelector, rooms, type Selector } from "./selector.ts";

/** That some may send some traffic to some: what every rule comes down to. */
export interface Access {
  from: Selector[];
  to: Selector[];
  traffic: Traffic;
  /** Of these postures the sender has to have one; without any, it does not matter. */
  postures: string[];
  /** The rule as it was written. */
  rule: { src: string[]; dst: string[]; place: string; index: number };
}

/** All that a policy lets through. Throws where a rule is wrong. */
export function accessesOf(policy: Policy): Access[] {
  return [...accessesOfRules(policy), ...accessesOfGrants(policy)];
}

function accessesOfRules(policy: Policy): Access[] {
  return (policy.acls ?? []).flatMap((rule, index) => {
    const place = `acls[${index}]`;
    const from = selectors(rule.src, rooms.source, policy, `${place}.src`);
    const postures = posturesOf(rule.srcPosture, policy, place);
    return rule.dst.map((text) =>
      at(`${place}.dst`, (): Access => {
        const [target, ports] = splitTarget(text);
        const to = [parseSelector(target, rooms.destination, policy)];
        const traffic = trafficOf(rule.proto, ports);
        return { from, to, traffic, postures, rule: { src: rule.src, dst: [text], place: "acls", index } };
      }),
    );
  });
}

function accessesOfGrants(policy: Policy): Access[] {
  return (policy.grants ?? []).flatMap((grant, index) => {
    const place = `grants[${index}]`;
    const from = selectors(grant.src, rooms.source, policy, `${place}.src`);
    const to = selectors(grant.dst, rooms.destination, policy, `${place}.dst`);
    const postures = posturesOf(grant.srcPosture, policy, place);
    selectors(grant.via ?? [], rooms.router, policy, `${place}.via`);
    return at(place, () => {
      if (!grant.ip && !grant.app)
        throw new PolicyProblem(`a grant needs "ip" or "app", or it grants nothing`);
      return (grant.ip ?? []).map((text): Access => {
        const rule = {
          src: grant.src,
          dst: grant.dst.map((dst) => `${dst}:${text}`),
          place: "grants",
          index,
        };
        return { from, to, traffic: at("ip", () => parseTraffic(text)), postures, rule };
      });
    });
  });
}

export function selectors(
  texts: readonly string[],
  room: Parameters<typeof parseSelector>[1],
  names: Names,
  place: string,
): Selector[] {
  return texts.map((text) => at(place, () => parseSelector(text, room, names)));
}

function posturesOf(own: string[] | undefined, policy: Policy, place: string): string[] {
  const postures = own ?? policy.defaultSrcPosture ?? [];
  for (const name of postures)
    if (!policy.postures?.[name])
      throw new PolicyProblem(`${place}: posture not found: "${name}"; declare it in "postures"`);
  return postures;
}
