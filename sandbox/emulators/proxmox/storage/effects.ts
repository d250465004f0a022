import { PveError } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";
import type { Volume } from "../records.ts";
import type { Task } from "../tasks.ts";
import { keyOfVolume } from "./volume.ts";

/** What tasks on storages do at their end. */
export const storageEffects = {
  "volume-made": (datacenter: Datacenter, { volume }: { volume: Volume }) => {
    datacenter.volumes.put(keyOfVolume(volume, datacenter), volume);
  },
  "volume-removed": (datacenter: Datacenter, { volume }: { volume: Volume }) => {
    datacenter.volumes.delete(keyOfVolume(volume, datacenter));
  },
  failed: (_: Datacenter, { lines, error }: { lines: string[]; error: string }, task: Task) => {
    task.log.push(...lines);
    throw new PveError(error);
  },
};
