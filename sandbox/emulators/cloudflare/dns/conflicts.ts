import { refuse } from "../envelope.ts";
import type { World } from "../world.ts";
import type { DnsRecord } from "./record.ts";

const addresses = new Set(["A", "AAAA"]);

/** Refuses a record that cannot stand beside those that are there. */
export function refuseConflicts(record: DnsRecord, world: World): void {
  const neighbours = world.records
    .all()
    .filter(({ zone, name, id }) => zone === record.zone && name === record.name && id !== record.id);
  if (
    neighbours.some(
      (each) =>
        each.type === record.type && each.content === record.content && each.priority === record.priority,
    )
  )
    refuse(400, 81_058, "An identical record already exists.");
  const types = new Set(neighbours.map(({ type }) => type));
  if (record.type === "CNAME" && (types.has("A") || types.has("AAAA") || types.has("CNAME")))
    refuse(400, 81_053, "An A, AAAA, or CNAME record with that host already exists.");
  if (addresses.has(record.type) && types.has("CNAME"))
    refuse(400, 81_054, "A CNAME record with that host already exists.");
  if (record.type !== "NS" && types.has("NS") && record.name !== world.zone(record.zone).name)
    refuse(400, 81_056, "NS records with that host already exist.");
}
