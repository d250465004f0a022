import { tableKind } from "../framework/table-kind.ts";
import { objectAt, type Properties, stringAt } from "../framework/value.ts";
import type { ResourceKind } from "../framework/vendor.ts";
import type { Daemon } from "./daemon.ts";
import { importedInputs, inputsNow } from "./drift.ts";

import { labelList, labelMap } from "./labels.ts";
import { whileInUse } from "./patience.ts";
import { unchanging } from "./unchanging.ts";
import { known } from "./values.ts";
import { volume } from "./volume.ts";

/** A volume's id is its name. */
export function volumeKind(daemon: Daemon): ResourceKind {
  return tableKind(volume, {
    async create({ inputs, signal }) {
      const body = known({
        Name: inputs.name,
        Driver: inputs.driver,
        DriverOpts: inputs.driverOpts,
        Labels: labelMap(inputs.labels),
      });
      const path = "/volumes/create";
      // Asked twice, the Engine gives the volume that it has made.
      const made = await daemon.object({ path, method: "POST", body, repeatable: true, signal });
      return { id: String(made.Name), state: { ...inputs, ...liveOf(made) } };
    },
    update: unchanging,
    async read({ id, inputs, signal }) {
      const found = await daemon.find({ path: `/volumes/${encodeURIComponent(id)}`, signal });
      if (!found) return undefined;
      const live = liveOf(found);
      const said = inputs.name === undefined ? importedInputs(live, volume.shape) : inputs;
      const now = inputsNow(said, live, volume.shape);
      return { id, inputs: now, state: { ...now, ...live } };
    },
    async remove({ id, signal }) {
      const path = `/volumes/${encodeURIComponent(id)}`;
      const ask = () => daemon.answer({ path, method: "DELETE", query: { force: "1" }, signal });
      await whileInUse(ask, /volume is in use/i, signal);
    },
  });
}

function liveOf(found: Properties): Properties {
  return {
    name: found.Name ?? "",
    driver: found.Driver ?? "",
    driverOpts: objectAt(found, "Options"),
    labels: labelList(found.Labels),
    mountpoint: stringAt(found, "Mountpoint") ?? "",
  };
}
