import type { Member } from "./plan.ts";

/** What the vendor says of a device, as far as it matters here. */
export interface FoundDevice {
  nodeId: string;
  name: string;
  addresses: string[];
  authorized: boolean;
}

/**
 * The device that a machine is: by its address where that is fixed, else by its name. One that nobody has approved is
 * nobody's: whoever calls a laptop "nas" must not become the file server.
 */
export function found(
  { name, address }: Pick<Member, "name" | "address">,
  devices: readonly FoundDevice[],
): FoundDevice | undefined {
  return devices
    .filter(({ authorized }) => authorized)
    .find((device) => (address ? device.addresses.includes(address) : device.name.split(".")[0] === name));
}
