import type { Inventory } from "./inventory.ts";

/** Where a machine answers in the tailnet: at its fixed address, else by its name. */
export function tailnetAddress(name: string, { machines, tailnet }: Inventory): string | undefined {
  const address = machines[name]?.tailnet;
  return address === true ? `${name}.${tailnet.domain}` : address;
}
