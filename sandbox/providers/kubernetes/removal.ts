import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../framework/refusal.ts";
import { isObject, objectAt, type Properties } from "../framework/value.ts";
import type { Existing, Log } from "../framework/vendor.ts";
import { annotationOf, isAnnotated } from "./annotations.ts";
import { explained, patienceFor } from "./await/index.ts";
import { idOf, objectOf } from "./identity.ts";
import type { Objects } from "./objects.ts";
import type { Gvk } from "./token.ts";

const longestPauseMs = 1000;

/** Built-in kinds that others are made by: their dependents go before them. */
const owners = new Set([
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/ReplicaSet",
  "apps/StatefulSet",
  "batch/CronJob",
  "batch/Job",
  "/ReplicationController",
]);

/** Of which one may ask not to wait until they are gone. */
const slow = new Set([...owners, "/Namespace", "/Pod"]);

/** Gone means gone, unless the program does not care: what is made next may bear the same name. */
export async function removeWith(objects: Objects, request: Existing, log: Log): Promise<void> {
  const { id, inputs, urn } = request;
  const { signal } = patienceFor(request, inputs);
  const left = await objects.remove(objectOf(id), propagation(objects.gvk, inputs), signal);
  if (!left || (isAnnotated(inputs, "skipAwait") && slow.has(keyOf(objects.gvk)))) return;
  log.status("waiting until it is gone", urn);
  await untilGone(objects, left, signal);
  log.status("", urn);
}

function keyOf({ group, kind }: Gvk): string {
  return `${group}/${kind}`;
}

/**
 * The dependents go first, as with the official provider. Where a built-in kind has none, that would only make the
 * garbage collector write twice to each object, at its twenty calls a second.
 */
function propagation(gvk: Gvk, inputs: Properties): string {
  const asked = annotationOf(inputs, "deletionPropagationPolicy")?.toLowerCase();
  if (asked === "orphan") return "Orphan";
  const isBuiltIn = !gvk.group.includes(".") || gvk.group.endsWith(".k8s.io");
  return asked === "background" || (asked === undefined && isBuiltIn && !owners.has(keyOf(gvk)))
    ? "Background"
    : "Foreground";
}

/** What waits for a finalizer says whose, for nobody would find out otherwise. */
async function untilGone(objects: Objects, object: Properties, signal: AbortSignal): Promise<void> {
  const { uid } = objectAt(object, "metadata");
  let last = object;
  try {
    for (let pause = 20; ; pause = Math.min(pause * 2, longestPauseMs)) {
      const found = await objects.find(last, signal);
      // Another of the same name is somebody else's.
      if (!found || objectAt(found, "metadata").uid !== uid) return;
      last = found;
      await sleep(pause, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Refusal(`${idOf(object)} is asked to go, and still there: ${whyStillThere(last)}`);
  }
}

function whyStillThere(object: Properties): string {
  // A namespace has its finalizers in its spec, everything else in its metadata.
  const holders = ["metadata", "spec"].flatMap((part) => objectAt(object, part).finalizers ?? []);
  const told = Object.values(objectAt(object, "status").conditions ?? [])
    .filter(isObject)
    .filter((each) => each.status === "True")
    .map(explained);
  return [...(holders.length > 0 ? [`held by ${holders.map(String).join(", ")}`] : []), ...told].join("; ");
}
