import { z } from "zod";
import { words } from "../fault.ts";
import { ipv4, label } from "../units/index.ts";

/** What answers at a virtual address: the name servers, the ingress of a cluster, or its API. */
const purpose = z.union([
  z.literal("dns"),
  z.strictObject({ ingress: label }),
  z.strictObject({ api: label }),
]);

/** An address that belongs to no machine, and is at any time with the first of them whose service answers. */
export const virtualAddress = z.strictObject({
  about: z.string(),
  address: ipv4,
  for: purpose,
  /** The one that should have it first, then who takes it over. */
  machines: z.array(label).min(2, {
    error: words("names fewer than two machines", "name one more, or use the address of the machine itself"),
  }),
});

export type VirtualAddress = z.output<typeof virtualAddress>;
export type Purpose = z.output<typeof purpose>;

/** Where something answers whichever machine is up; nothing where no virtual address is declared for it. */
export function virtualAddressFor(
  purpose: Purpose,
  { virtualAddresses }: { virtualAddresses: Record<string, VirtualAddress> },
): string | undefined {
  return Object.values(virtualAddresses).find((each) => purposeKey(each.for) === purposeKey(purpose))
    ?.address;
}

/** Two purposes are the same where their keys are. */
export function purposeKey(purpose: Purpose): string {
  if (purpose === "dns") return purpose;
  return "ingress" in purpose ? `ingress of ${purpose.ingress}` : `API of ${purpose.api}`;
}
