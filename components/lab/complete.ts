import type { Inventory } from "../inventory/index.ts";
import type { ServiceDeclaration } from "../service/index.ts";
import { filesIn } from "./derived/index.ts";
import { allNeeds } from "./graph.ts";
import { hostsWithIngress } from "./ingress.ts";
import type { Service } from "./lab.ts";
import { type Rotations, rotatedOf } from "./rotations.ts";
import { urlsOf } from "./urls.ts";

export interface Found {
  group: string;
  file: string;
  value: ServiceDeclaration;
}

/** Services with everything that follows from where they lie, and stand. */
export function complete(found: Found[], inventory: Inventory, rotations: Rotations | undefined): Service[] {
  const declarations = found.map(({ value }) => value);
  const proxied = hostsWithIngress(declarations);
  return found.map(({ value, group, file }) => ({
    ...value,
    group,
    file,
    needs: allNeeds(value),
    files: { ...value.files, ...filesIn(value, declarations) },
    namespace: value.namespace ?? group,
    urls: urlsOf(value, inventory, proxied),
    rotated: rotatedOf(value.name, rotations),
  }));
}
