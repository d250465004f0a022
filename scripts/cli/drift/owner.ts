import type { Lab } from "../../../components/lab/index.ts";
import type { Change } from "../engine/tally.ts";

/** Whose a resource is: what of this program makes it, and the file in which somebody may change what it is. */
export interface Owner {
  component: string;
  service: string | null;
  file: string;
}

/** A resource of a service is a part of it, or is called after it. What belongs to none follows from the inventory. */
export function ownerOf({ urn, name, owner }: Change, { name: stack, services }: Lab): Owner {
  const isOf = (service: string) =>
    owner === service || [owner, name].some((each) => each.endsWith(`-${service}`));
  const [service] = services
    .filter((each) => isOf(each.name))
    .sort((one, other) => other.name.length - one.name.length);
  return {
    component: `${componentIn(urn)} ${owner}`,
    service: service?.name ?? null,
    file: service?.file ?? `stacks/${stack}/inventory`,
  };
}

/** The last of this project's own kinds around it. */
function componentIn(urn: string): string {
  const chain = urn.split("::").at(-2)?.split("$") ?? [];
  return chain.findLast((type) => type.startsWith("homelab:")) ?? "the stack";
}
