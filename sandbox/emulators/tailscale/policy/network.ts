import { isIPv4, isIPv6 } from "node:net";

/** Some addresses in a row: one, a network in CIDR notation, or a range from one to another. */
export interface Network {
  family: 4 | 6;
  first: bigint;
  last: bigint;
}

export function parseNetwork(text: string): Network | undefined {
  const [address = "", length, ...rest] = text.split("/");
  if (rest.length > 0) return undefined;
  if (length === undefined) return parseRange(text);
  const one = parseAddress(address);
  const bits = one?.family === 6 ? 128 : 32;
  if (!one || !/^\d{1,3}$/.test(length) || Number(length) > bits) return undefined;
  const size = 1n << BigInt(bits - Number(length));
  const first = one.first - (one.first % size);
  return { family: one.family, first, last: first + size - 1n };
}

/** A route is told by the first address of its network: what lies behind the prefix has to be zero. */
export function parseRoute(text: string): Network | undefined {
  const network = text.includes("/") ? parseNetwork(text) : undefined;
  const address = parseAddress(text.split("/")[0] ?? "");
  return network && address?.first === network.first ? network : undefined;
}

export function contains(network: Network, other: Network): boolean {
  return network.family === other.family && network.first <= other.first && other.last <= network.last;
}

export function overlaps(network: Network, other: Network): boolean {
  return network.family === other.family && network.first <= other.last && other.first <= network.last;
}

const notPublic = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/3",
  "fc00::/7",
  "fe80::/10",
].flatMap((text) => parseNetwork(text) ?? []);

export function isPublic(network: Network): boolean {
  return !notPublic.some((each) => overlaps(each, network));
}

function parseRange(text: string): Network | undefined {
  const [first, last, ...rest] = text.split("-").map(parseAddress);
  if (!first || rest.length > 0 || !text.includes("-")) return text.includes("-") ? undefined : first;
  return last?.family === first.family && first.first <= last.last
    ? { family: first.family, first: first.first, last: last.last }
    : undefined;
}

function parseAddress(text: string): Network | undefined {
  if (isIPv4(text)) return single(4, numberOf(text.split("."), 10, 256n));
  // Without the mixed notation of ::ffff:1.2.3.4, which no policy needs.
  if (!isIPv6(text) || /[.%]/.test(text)) return undefined;
  const [head = [], tail = []] = text.split("::").map((part) => (part === "" ? [] : part.split(":")));
  const zeros = Array<string>(8 - head.length - tail.length).fill("0");
  return single(6, numberOf([...head, ...zeros, ...tail], 16, 65_536n));
}

function single(family: 4 | 6, address: bigint): Network {
  return { family, first: address, last: address };
}

function numberOf(parts: string[], radix: number, base: bigint): bigint {
  return parts.reduce((sum, part) => sum * base + BigInt(Number.parseInt(part, radix)), 0n);
}
