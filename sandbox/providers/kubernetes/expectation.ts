import { computed, isObject, objectAt, type Properties, type Value } from "../framework/value.ts";
import type { ApplyRequest } from "../framework/vendor.ts";
import { merged } from "./merged.ts";
import type { Gvk } from "./token.ts";

export function previewOffline({ inputs, state }: ApplyRequest, gvk: Gvk): Properties {
  return state ? expectedUpdate(state, inputs) : expectedNew(inputs, inputs, gvk);
}

/** What an object will be once it is made, with what the API server alone decides left open. */
export function expectedNew(outputs: Properties, inputs: Properties, { group, kind }: Gvk): Properties {
  const { status: _, ...rest } = outputs;
  const metadata: Value = isObject(outputs.metadata)
    ? { ...outputs.metadata, uid: computed, resourceVersion: computed, creationTimestamp: computed }
    : computed;
  const expected: Properties = { ...rest, metadata };
  // A dry run draws an address that the next one does not get.
  if (group !== "" || kind !== "Service" || objectAt(inputs, "spec").clusterIP !== undefined) return expected;
  return { ...expected, spec: { ...objectAt(outputs, "spec"), clusterIP: computed, clusterIPs: computed } };
}

/** What an object will be after an update, where no API server can be asked. */
function expectedUpdate(state: Properties, inputs: Properties): Properties {
  const { status: _, ...rest } = merged(state, inputs);
  return rest;
}
