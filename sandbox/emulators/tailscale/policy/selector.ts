import { type Network, parseNetwork } from "./network.ts";
import { type Names, PolicyProblem } from "./problem.ts";

/** Who or what a rule speaks of, once its names are looked up. */
export type Selector =
  | { is: "any" }
  | { is: "user"; login: string }
  | { is: "domain"; domain: string }
  | { is: "group"; name: string; members: string[] }
  | { is: "tag"; name: string }
  | { is: "autogroup"; name: string }
  | { is: "service"; name: string }
  | { is: "network"; within: Network[]; without: Network[] };

/** A place in a policy, and what may stand there. */
export interface Room {
  kinds: readonly Selector["is"][];
  autogroups: readonly string[];
}

const roles = [
  "member",
  "members",
  "admin",
  "owner",
  "it-admin",
  "network-admin",
  "billing-admin",
  "auditor",
];

export const rooms = {
  source: {
    kinds: ["any", "user", "domain", "group", "tag", "autogroup", "network"],
    autogroups: [...roles, "tagged", "shared", "danger-all"],
  },
  destination: {
    kinds: ["any", "user", "group", "tag", "autogroup", "service", "network"],
    autogroups: [...roles, "tagged", "self", "internet"],
  },
  /** Who owns a tag, or whose routes are approved by themselves. */
  owner: { kinds: ["user", "group", "tag", "autogroup"], autogroups: [...roles, "tagged"] },
  target: {
    kinds: ["any", "user", "domain", "group", "tag", "autogroup", "network"],
    autogroups: [...roles, "tagged"],
  },
  sshSource: {
    kinds: ["user", "domain", "group", "tag", "autogroup"],
    autogroups: [...roles, "tagged", "shared"],
  },
  sshDestination: { kinds: ["user", "tag", "autogroup"], autogroups: ["self", "member", "tagged"] },
  router: { kinds: ["tag"], autogroups: [] },
} satisfies Record<string, Room>;

export function parseSelector(text: string, room: Room, names: Names): Selector {
  const selector = lookUp(text, names);
  if (!room.kinds.includes(selector.is))
    throw new PolicyProblem(`${JSON.stringify(text)} cannot stand here: it can be ${room.kinds.join(", ")}`);
  if (selector.is === "autogroup" && !room.autogroups.includes(selector.name))
    throw new PolicyProblem(
      `autogroup not found: ${JSON.stringify(text)}; here it can be ${room.autogroups.join(", ")}`,
    );
  return selector;
}

function lookUp(text: string, names: Names): Selector {
  if (text === "*") return { is: "any" };
  const domain = /^user:\*@(.+)$/.exec(text)?.[1];
  if (domain) return { is: "domain", domain };
  const [, kind, name = ""] = /^(group|tag|autogroup|svc|ipset|host):(.*)$/.exec(text) ?? [];
  switch (kind) {
    case "group":
      // One with a domain comes from the identity provider: nobody here knows who is in it.
      if (text.includes("@")) return { is: "group", name: text, members: [] };
      return { is: "group", name: text, members: known(names.groups, text, "group", "groups") };
    case "tag":
      known(names.tagOwners, text, "tag", "tagOwners");
      return { is: "tag", name: text };
    case "autogroup":
      return { is: "autogroup", name };
    case "svc":
      return { is: "service", name: text };
    case "ipset":
      return { is: "network", ...ipset(known(names.ipsets, text, "ipset", "ipsets"), names) };
    case "host":
      return hostNamed(name, names);
  }
  const network = parseNetwork(text);
  if (network) return { is: "network", within: [network], without: [] };
  if (text.includes("@")) return { is: "user", login: text.toLowerCase() };
  return hostNamed(text, names);
}

function hostNamed(name: string, names: Names): Selector {
  const network = parseNetwork(known(names.hosts, name, "host", "hosts"));
  if (!network) throw new PolicyProblem(`host ${JSON.stringify(name)} is no IP address or network`);
  return { is: "network", within: [network], without: [] };
}

function known<Each>(
  among: Record<string, Each> | undefined,
  name: string,
  noun: string,
  field: string,
): Each {
  const found = among && Object.hasOwn(among, name) ? among[name] : undefined;
  if (found === undefined)
    throw new PolicyProblem(`${noun} not found: ${JSON.stringify(name)}; declare it in "${field}"`);
  return found;
}

/** What is added to a set of addresses, and what is taken from it again. */
export function ipset(entries: string[], names: Names): { within: Network[]; without: Network[] } {
  const set: { within: Network[]; without: Network[] } = { within: [], without: [] };
  for (const entry of entries) {
    const [, verb = "add", target = ""] = /^(?:(add|remove)\s+)?(\S+)$/.exec(entry) ?? [];
    const network = parseNetwork(target) ?? hostIn(target, names);
    if (!network) throw new PolicyProblem(`${JSON.stringify(entry)} is no IP address, network or host`);
    set[verb === "remove" ? "without" : "within"].push(network);
  }
  return set;
}

function hostIn(target: string, names: Names): Network | undefined {
  return parseNetwork(names.hosts?.[target.replace(/^host:/, "")] ?? "");
}
