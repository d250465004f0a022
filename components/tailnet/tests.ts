import type { Device } from "./device.ts";
import type { Opening, Traffic } from "./opening.ts";
import type { SshRule } from "./ssh.ts";

/** The vendor refuses a policy whose own tests fail: a way that opens by mistake is told before it is open. */
export interface Test {
  src: string;
  proto: "tcp" | "udp";
  accept?: string[];
  deny?: string[];
}

export interface SshTest {
  src: string;
  dst: string[];
  check?: string[];
  deny?: string[];
}

interface Grounds {
  openings: Opening[];
  groups: Record<string, string[]>;
  devices: Device[];
}

/** One whom rules speak of: a person, by their groups, or a device. */
interface Source {
  src: string;
  speakers: string[];
}

interface Target {
  dst: string;
  proto: "tcp" | "udp";
  /** Of all ports, any one stands for the others. */
  port: number;
}

const ANY_PORT = 1;

/** Stands for all that are not root. */
const A_USER = "lab";

/** Everybody is tried at every door: those that a declaration opens for them open, and no other does. */
export function planTests({ openings, groups, devices }: Grounds): Test[] {
  const targets = openings.flatMap(({ to, traffic }) =>
    to.flatMap((dst) => traffic.map((each) => ({ dst, ...parse(each) }))),
  );
  const sources: Source[] = [
    ...peopleIn(groups),
    ...devices.map(({ tag }) => ({ src: tag, speakers: [tag] })),
  ];
  return sources.flatMap((source) =>
    (["tcp", "udp"] as const).flatMap((proto) => {
      const doors = targets.filter(
        (target) => target.proto === proto && !source.speakers.includes(target.dst),
      );
      const isOpen = (target: Target) => openings.some((opening) => leads(opening, source, target));
      const accept = addresses(doors.filter(isOpen));
      const deny = addresses(doors.filter((door) => !isOpen(door)));
      if (accept.length + deny.length === 0) return [];
      return [
        { src: source.src, proto, ...(accept.length > 0 && { accept }), ...(deny.length > 0 && { deny }) },
      ];
    }),
  );
}

/** Whoever may log in is asked who they are, and nobody else may at all. */
export function planSshTests({ groups, rules }: { groups: Grounds["groups"]; rules: SshRule[] }): SshTest[] {
  return peopleIn(groups).flatMap(({ src, speakers }) =>
    rules.map(({ src: from, dst }) => ({
      src,
      dst,
      ...(from.some((name) => speakers.includes(name))
        ? { check: [A_USER], deny: ["root"] }
        : { deny: [A_USER, "root"] }),
    })),
  );
}

function peopleIn(groups: Grounds["groups"]): Source[] {
  const people = [...new Set(Object.values(groups).flat())].toSorted();
  return people.map((email) => ({
    src: email,
    speakers: Object.keys(groups).filter((name) => groups[name]?.includes(email)),
  }));
}

export function leads({ from, to, traffic }: Opening, { speakers }: Source, { dst, proto, port }: Target) {
  return (
    from.some((name) => speakers.includes(name)) &&
    to.includes(dst) &&
    traffic.some((each) => each === `${proto}:*` || each === `${proto}:${port}`)
  );
}

function parse(traffic: Traffic): Omit<Target, "dst"> {
  const [proto, port] = traffic.split(":");
  return { proto: proto as Target["proto"], port: port === "*" ? ANY_PORT : Number(port) };
}

function addresses(targets: Target[]): string[] {
  return [...new Set(targets.map(({ dst, port }) => `${dst}:${port}`))].toSorted();
}
