import { objectAt, type Properties } from "../../framework/value.ts";
import type { Cluster } from "../cluster.ts";
import { explained } from "./conditions.ts";

const enough = 5;

/** What controllers have complained about an object lately. */
export async function eventsOf(object: Properties, cluster: Cluster, signal: AbortSignal): Promise<string[]> {
  const { namespace = "default", uid } = objectAt(object, "metadata");
  const selector = encodeURIComponent(`involvedObject.uid=${String(uid)},type=Warning`);
  const path = `/api/v1/namespaces/${String(namespace)}/events?fieldSelector=${selector}`;
  const { items } = await cluster.list(path, signal);
  return [...new Set(items.map(explained))].slice(-enough);
}
