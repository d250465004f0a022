import { BlockList, isIPv4 } from "node:net";
import { z } from "zod";
import { fault } from "../fault.ts";

export const ipv4 = z.string().refine(isIPv4, fault("not an IPv4 address", 'write "192.168.1.143"'));

export const cidr = z.string().refine(isCidr, fault("not a network", 'write "192.168.1.0/24"'));

export function contains(network: string, address: string): boolean {
  const [base = "", prefix] = network.split("/");
  const list = new BlockList();
  list.addSubnet(base, Number(prefix));
  return list.check(address);
}

/** Whether an address may be in both: two networks meet only where one holds the other. */
export function overlap(one: string, other: string): boolean {
  const base = (network: string) => network.slice(0, network.indexOf("/"));
  return contains(one, base(other)) || contains(other, base(one));
}

function isCidr(value: string): boolean {
  const [base = "", prefix = "", ...rest] = value.split("/");
  return rest.length === 0 && isIPv4(base) && /^\d{1,2}$/.test(prefix) && Number(prefix) <= 32;
}
