import { PolicyProblem } from "./problem.ts";

export type PortRange = readonly [first: number, last: number];

/** What kinds of traffic go to which ports. */
export interface Traffic {
  protocols: readonly number[] | "any";
  ports: readonly PortRange[];
}

const numbers: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  ipv4: 4,
  "ip-in-ip": 4,
  tcp: 6,
  egp: 8,
  igp: 9,
  udp: 17,
  gre: 47,
  esp: 50,
  ah: 51,
  "ipv6-icmp": 58,
  sctp: 132,
};
const withPorts = [6, 17, 132];
/** TCP, UDP and both sorts of ICMP: what a rule means that names no protocol. */
const usual = [6, 17, 1, 58];

export function parseProtocol(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : numbers[text];
  if (number === undefined || number < 1 || number > 255)
    throw new PolicyProblem(`unknown protocol: ${JSON.stringify(text)}`);
  return number;
}

export function parsePorts(text: string): PortRange[] {
  if (text === "*") return [[0, 65_535]];
  return text.split(",").map((part) => {
    const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    const range = [Number(first), Number(last)] as const;
    if (first === undefined || range[0] > range[1] || range[1] > 65_535)
      throw new PolicyProblem(
        `invalid port: ${JSON.stringify(part)}; write a number up to 65535, a range, a list of both, or "*"`,
      );
    return range;
  });
}

/** The traffic of a rule in "acls", of which each destination has its ports. */
export function trafficOf(protocol: string | undefined, ports: string): Traffic {
  const parsed = parsePorts(ports);
  if (protocol === undefined || protocol === "") return { protocols: usual, ports: parsed };
  return typed(parseProtocol(protocol), ports, parsed);
}

/** One entry of a grant's "ip": "*", "443", "tcp:443", "udp:*", "icmp:*". */
export function parseTraffic(text: string): Traffic {
  if (text === "*") return { protocols: "any", ports: parsePorts("*") };
  const [protocol, ports, ...rest] = text.split(":");
  if (rest.length > 0 || protocol === undefined)
    throw new PolicyProblem(`${JSON.stringify(text)} is no protocol and port, such as "tcp:443"`);
  if (ports !== undefined) return typed(parseProtocol(protocol), ports, parsePorts(ports));
  return { protocols: usual, ports: parsePorts(protocol) };
}

function typed(number: number, text: string, ports: PortRange[]): Traffic {
  if (text !== "*" && !withPorts.includes(number))
    throw new PolicyProblem(`protocol ${number} has no ports: write "*" for them`);
  return { protocols: [number], ports };
}

export function carries({ protocols, ports }: Traffic, protocol: number, port: number): boolean {
  return (
    (protocols === "any" || protocols.includes(protocol)) &&
    ports.some(([first, last]) => first <= port && port <= last)
  );
}

const prefixes = new Set(["tag", "group", "autogroup", "ipset", "svc", "host", "user", ""]);

/** Of "tag:web:443" the target and the ports; an IPv6 address may stand in brackets. */
export function splitTarget(text: string): [target: string, ports: string] {
  const colon = text.lastIndexOf(":");
  const target = text.slice(0, Math.max(colon, 0)).replace(/^\[(.*)\]$/, "$1");
  if (prefixes.has(target))
    throw new PolicyProblem(`${JSON.stringify(text)} names no ports: add ":*", or the ports after a colon`);
  return [target, text.slice(colon + 1)];
}
