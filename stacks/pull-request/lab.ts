import { type Lab, readLab } from "../../components/lab/index.ts";
import { declaredIn } from "../declared.ts";
import { inventoryOf } from "./inventory.ts";
import { stackOf } from "./number.ts";

/** The lab of one pull request's test: a machine, a cluster, and a handful of the catalogue. */
export async function pullRequestLab(number: number): Promise<Lab> {
  return readLab({
    name: stackOf(number),
    inventory: { file: "stacks/pull-request/inventory.ts", spec: inventoryOf(number) },
    services: await declaredIn(new URL("./services/", import.meta.url)),
  });
}
