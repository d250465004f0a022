import { BlockList, isIPv4 } from "node:net";
import { z } from "zod";

export const ipv4 = z.string().refine(isIPv4, {
  error: ({ input }) => `${JSON.stringify(input)} is not an IPv4 address, as in "192.168.1.143"`,
});

export const cidr = z.string().refine(isCidr, {
  error: ({ input }) => `${JSON.stringify(input)} is not a network, as in "192.168.1.0/24"`,
});

export function contains(network: string, address: string): boolean {
  const [base = "", prefix] = network.split("/");
  const list = new BlockList();
  list.addSubnet(base, Number(prefix));
  return list.check(address);
}

function isCidr(value: string): boolean {
  const [base = "", prefix = "", ...rest] = value.split("/");
  return rest.length === 0 && isIPv4(base) && /^\d{1,2}$/.test(prefix) && Number(prefix) <= 32;
}
