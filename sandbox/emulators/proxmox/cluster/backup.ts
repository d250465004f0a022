import { randomBytes } from "node:crypto";
import { type Handlers, PveError, parsePropertyString, type Section, sections } from "../api/index.ts";
import { storageNamed } from "../storage/index.ts";

const handled = sections({
  path: "/cluster/backup",
  key: "id",
  collection: "backup-jobs",
  missing: (id) => new PveError("Parameter verification failed.", 400, { id: `No such job '${id}'` }),
  existing: (id) => `Job '${id}' already exists`,
  check(section, { datacenter }) {
    const chosen = ["all", "vmid", "pool"].filter((key) => section[key]);
    if (chosen.length !== 1)
      throw new PveError("Parameter verification failed.", 400, {
        [chosen[1] ?? "vmid"]:
          chosen.length === 0
            ? "one of 'all', 'vmid' or 'pool' is needed"
            : `parameter conflicts with '${chosen[0]}'`,
      });
    if (section.storage !== undefined) storageNamed(String(section.storage), datacenter);
    if (section.pool !== undefined && !datacenter.collection("pools").has(String(section.pool)))
      throw new PveError(`pool '${section.pool}' does not exist`);
    return { enabled: 1, mode: "snapshot", notification: "auto", ...section, type: "vzdump" } as Section;
  },
  shown: (section) => ({ ...section, ...nested(section) }) as Section,
});

/** What is written as one text is told as an object. */
function nested(section: Section) {
  const keys = ["prune-backups", "fleecing", "performance"].filter((key) => section[key] !== undefined);
  return Object.fromEntries(keys.map((key) => [key, objectOf(String(section[key]))]));
}

function objectOf(text: string) {
  const values = Object.entries(parsePropertyString(text, { enabled: { default_key: 1 } }));
  return Object.fromEntries(values.map(([key, value]) => [key, /^\d+$/.test(value) ? Number(value) : value]));
}

export const backupHandlers: Handlers = {
  ...handled,
  "POST /cluster/backup": (call) => {
    const id =
      call.parameters.id ?? `backup-${randomBytes(4).toString("hex")}-${randomBytes(2).toString("hex")}`;
    return handled["POST /cluster/backup"]?.({ ...call, parameters: { ...call.parameters, id } });
  },
};
