import { isIP } from "node:net";
import { ApiError } from "../framework/index.ts";
import type { Container, IpamPool, Network } from "./records.ts";
import { numberOf, Subnet } from "./subnet.ts";

/** Where a network goes whose subnet nobody chose: the Engine's own pools, in its order. */
const pools = [
  ...Array.from({ length: 15 }, (_, index) => `172.${17 + index}.0.0/16`),
  ...Array.from({ length: 16 }, (_, index) => `192.168.${16 * index}.0/20`),
];

/** All that is wrong with the blocks that a person chose, as the Engine lists it. */
export function refusePools(chosen: IpamPool[]): void {
  const wrong = chosen.flatMap(wrongWith);
  if (wrong.length > 0) throw new ApiError(400, `invalid network config:\n${wrong.join("\n")}`);
}

function wrongWith({ Subnet: text, Gateway, IPRange, AuxiliaryAddresses = {} }: IpamPool): string[] {
  const subnet = Subnet.parse(text);
  if (!subnet) return [`invalid subnet ${text}: invalid CIDR block notation`];
  const address = (what: string, value: string) => {
    if (isIP(value) === 0) return [`invalid ${what}: invalid address`];
    if (isIP(value) !== subnet.family)
      return [`invalid ${what}: parent subnet is an IPv${subnet.family} block`];
    return subnet.contains(value)
      ? []
      : [`invalid ${what}: parent subnet ${text} doesn't contain this address`];
  };
  return [
    ...(subnet.isMasked ? [] : [`invalid subnet ${text}: it should be ${subnet.masked}`]),
    ...(IPRange ? wrongRange(IPRange, subnet, text) : []),
    ...(Gateway ? address(`gateway ${Gateway}`, Gateway) : []),
    ...Object.entries(AuxiliaryAddresses).flatMap(([name, value]) =>
      address(`auxiliary address ${name}`, value),
    ),
  ];
}

function wrongRange(text: string, subnet: Subnet, parent: string): string[] {
  const range = Subnet.parse(text);
  const wrong = (reason: string) => `invalid ip-range ${text}: ${reason}`;
  if (!range) return [wrong("invalid CIDR block notation")];
  if (range.family !== subnet.family) return [wrong(`parent subnet is an IPv${subnet.family} block`)];
  return [
    ...(range.bits < subnet.bits ? [wrong(`CIDR block is bigger than its parent subnet ${parent}`)] : []),
    ...(range.isMasked ? [] : [wrong(`it should be ${range.masked}`)]),
    ...(subnet.overlaps(range) ? [] : [wrong(`parent subnet ${parent} doesn't contain ip-range`)]),
  ];
}

/** The blocks of a new network: those that were chosen, with gateways, or the next that nobody has. */
export function allocatePools(chosen: IpamPool[], networks: Network[]): IpamPool[] {
  const taken = networks.flatMap(({ ipam }) =>
    ipam.Config.flatMap(({ Subnet: text }) => Subnet.parse(text) ?? []),
  );
  const free = (text: string) => {
    const subnet = Subnet.parse(text);
    return subnet && !taken.some((other) => other.overlaps(subnet)) ? subnet : undefined;
  };
  if (chosen.length === 0) {
    const subnet = pools.map(free).find((each) => each !== undefined);
    if (!subnet) throw new ApiError(400, "all predefined address pools have been fully subnetted");
    return [{ Subnet: subnet.masked, Gateway: subnet.text(subnet.first + 1n) }];
  }
  return chosen.map((pool) => {
    const subnet = free(pool.Subnet);
    if (!subnet)
      throw new ApiError(403, "invalid pool request: Pool overlaps with other one on this address space");
    return { ...pool, Gateway: pool.Gateway || subnet.text(subnet.first + 1n) };
  });
}

/** The next address of a network that nobody on it has, or the one that was asked for. */
export function allocateAddress(
  pool: IpamPool,
  containers: Container[],
  network: Network,
  wanted: string,
): string {
  const taken = new Set([
    pool.Gateway,
    ...Object.values(pool.AuxiliaryAddresses ?? {}),
    ...containers.flatMap(({ networks }) =>
      Object.values(networks)
        .filter(({ EndpointID, NetworkID }) => EndpointID !== "" && NetworkID === network.id)
        .flatMap(({ IPAddress, GlobalIPv6Address }) => [IPAddress, GlobalIPv6Address]),
    ),
  ]);
  if (wanted !== "") {
    if (taken.has(wanted)) throw new ApiError(403, "Address already in use");
    return wanted;
  }
  const range = Subnet.parse(pool.IPRange || pool.Subnet);
  const subnet = Subnet.parse(pool.Subnet);
  if (!range || !subnet) throw new ApiError(500, `network ${network.name} has no subnet`);
  for (let number = range.first; number < range.last; number += 1n) {
    const address = range.text(number);
    if (number !== subnet.first && !taken.has(address)) return address;
  }
  throw new ApiError(403, "no available IPv4 addresses on this network's address pools");
}

/** As the Engine has always made them, so that an address tells its card. */
export function macOf(address: string): string {
  const hex = (numberOf(address) & 0xffffffffn).toString(16).padStart(8, "0");
  return `02:42:${hex.match(/../g)?.join(":")}`;
}
