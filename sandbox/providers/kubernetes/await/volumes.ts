import { objectAt, stringAt } from "../../framework/value.ts";
import { gvkOf } from "../token.ts";
import { eventsOf } from "./events.ts";
import { type Rule, ready, waiting } from "./rule.ts";

const fiveMinutes = 300;
const storageClass = gvkOf("kubernetes:storage.k8s.io/v1:StorageClass");

export const persistentVolume: Rule = {
  seconds: fiveMinutes,
  judge(object) {
    const { phase } = objectAt(object, "status");
    if (phase === "Available" || phase === "Bound") return ready;
    return waiting("waiting for the volume to be available");
  },
};

/** A claim whose class binds with its first consumer stays Pending until there is one, perhaps of this same update. */
export const persistentVolumeClaim: Rule = {
  seconds: fiveMinutes,
  watches: [storageClass],
  judge(object, view) {
    const { phase } = objectAt(object, "status");
    if (phase === "Bound") return ready;
    if (phase === "Lost") return { is: "failed", because: "the volume that it was bound to is gone" };
    const name = stringAt(objectAt(object, "spec"), "storageClassName");
    const its = view.all(storageClass).find((each) => objectAt(each, "metadata").name === name);
    if (phase === "Pending" && its?.volumeBindingMode === "WaitForFirstConsumer") return ready;
    return waiting("waiting for the claim to be bound");
  },
  async reasons(object, cluster, signal) {
    const name = stringAt(objectAt(object, "spec"), "storageClassName");
    const told = await eventsOf(object, cluster, signal);
    if (told.length > 0) return told;
    return [
      name === undefined || name === ""
        ? "it names no storage class, so it waits for a volume that fits it"
        : `nothing has made a volume of the storage class "${name}" for it`,
    ];
  },
};
