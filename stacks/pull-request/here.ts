import { claim, defineService, type ServiceSpec } from "../../components/service/index.ts";
import { CLUSTER } from "./inventory.ts";

/** As the house has it, on the one node that there is, and shown to nobody. */
export function here(spec: ServiceSpec, change: Partial<ServiceSpec> = {}): ServiceSpec {
  return defineService({ ...spec, place: { cluster: CLUSTER }, expose: {}, namespace: undefined, ...change });
}

/** What nobody will miss. */
export const disk = claim("1Gi", { backup: "never" });
