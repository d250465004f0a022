import { BlockList, isIPv4 } from "node:net";
import { z } from "zod";
import { fault, shown, words } from "../fault.ts";

export const ipv4 = z.string().refine(isIPv4, fault("not an IPv4 address", 'write "192.168.1.143"'));

export const cidr = z
  .string()
  .refine(isCidr, { ...fault("not a network", 'write "192.168.1.0/24"'), abort: true })
  .refine((text) => text === networkOf(text), {
    error: ({ input }) =>
      words(`is ${shown(input)}, which is an address in a network`, `write "${networkOf(String(input))}"`),
  });

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

/** With every bit behind the prefix at nothing: programs take others for this one, or refuse them. */
function networkOf(text: string): string {
  const [base = "", prefix] = text.split("/");
  const behind = 2 ** (32 - Number(prefix));
  const number = base.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = number - (number % behind);
  const parts = [24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256);
  return `${parts.join(".")}/${prefix}`;
}

function isCidr(value: string): boolean {
  const [base = "", prefix = "", ...rest] = value.split("/");
  return rest.length === 0 && isIPv4(base) && /^\d{1,2}$/.test(prefix) && Number(prefix) <= 32;
}
