import type { Add, Call } from "./api.ts";
import { Filters, matches } from "./filters.ts";
import { dictionary, struct, text } from "./go-json.ts";
import type { Host } from "./host.ts";
import { inspectVolume, makeVolume, removeVolume, usersOf, volumeNamed } from "./volume.ts";

const createRequest = struct({ Name: text, Driver: text, DriverOpts: dictionary, Labels: dictionary });

export function volumeRoutes(add: Add, host: Host): void {
  add("GET", "/volumes", (call) => ({ Volumes: listVolumes(host, call), Warnings: null }));
  add("POST", "/volumes/create", (call) => {
    const { Name, Driver, DriverOpts, Labels } = call.json(createRequest);
    const volume = makeVolume(host, { name: Name, driver: Driver, options: DriverOpts, labels: Labels });
    return call.reply.status(201).send(inspectVolume(volume));
  });
  add("POST", "/volumes/prune", (call) => pruneVolumes(host, call));
  add("GET", "/volumes/:name", (call) => inspectVolume(volumeNamed(host, call.param("name"))));
  add("DELETE", "/volumes/:name", (call) => {
    const name = call.param("name");
    // Forced, it is content with one that is not there; one that is in use stays all the same.
    if (host.volumes.has(name) || !call.flag("force")) removeVolume(host, name);
    return call.reply.status(204).send();
  });
}

function listVolumes(host: Host, call: Call) {
  const filters = new Filters(call.query("filters"), ["dangling", "driver", "label", "name"]);
  const dangling = filters.flag("dangling");
  return host.volumes
    .all()
    .filter(({ name }) => filters.some("name", (wanted) => matches(wanted, name)))
    .filter(({ driver }) => filters.some("driver", (wanted) => wanted === driver))
    .filter(({ labels }) => filters.labels(labels))
    .filter(({ name }) => dangling === undefined || dangling === (usersOf(host, name).length === 0))
    .map(inspectVolume);
}

/** Removes what nobody uses and nobody named; with `all`, also what somebody named. */
function pruneVolumes(host: Host, call: Call) {
  const filters = new Filters(call.query("filters"), ["all", "label", "label!"]);
  const all = filters.flag("all") === true || call.before("1.42");
  const unused = host.volumes
    .all()
    .filter(
      ({ name, anonymous, labels }) =>
        (all || anonymous) && filters.labels(labels) && usersOf(host, name).length === 0,
    )
    .map(({ name }) => name);
  for (const name of unused) removeVolume(host, name);
  return { VolumesDeleted: unused.length > 0 ? unused : null, SpaceReclaimed: 0 };
}
