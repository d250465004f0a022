import { isObject, objectAt, type Properties, stringAt } from "../../framework/value.ts";
import { gvkOf } from "../token.ts";
import { eventsOf } from "./events.ts";
import { type Rule, ready, type View, waiting } from "./rule.ts";

const endpointSlice = gvkOf("kubernetes:discovery.k8s.io/v1:EndpointSlice");
const services = gvkOf("kubernetes:core/v1:Service");

/** A backend that nobody has made by then is told, and waited for no more: it may come with another stack. */
const patienceForBackendsMs = 60_000;

export const service: Rule = {
  watches: [endpointSlice],
  judge(object, view) {
    if (choosesPods(object)) {
      const endpoints = endpointsOf(stringAt(objectAt(object, "metadata"), "name"), view);
      if (!endpoints) return waiting("[1/3] Finding Pods to direct traffic to");
      const coming = endpoints.filter(isComing).length;
      if (coming > 0) return waiting(`[1/3] Waiting for Pods to direct traffic to (${coming} not ready)`);
    }
    return hasAddress(object) || typeOf(object) !== "LoadBalancer"
      ? ready
      : waiting("[2/3] Waiting for a load balancer to give it an address");
  },
  async reasons(object, cluster, signal) {
    const told = await eventsOf(object, cluster, signal);
    if (typeOf(object) === "LoadBalancer" && !hasAddress(object))
      told.push("no load balancer has given it an address: does the cluster have one?");
    else told.push("the Pods that its selector means are not ready");
    return told;
  },
};

/** Ready once every path leads to a Service that is there, and a controller has said where it listens. */
export const ingress: Rule = {
  watches: [services, endpointSlice],
  judge(object, view) {
    const missing = missingBackends(object, view);
    if (missing.length > 0 && view.waitedMs < patienceForBackendsMs)
      return waiting(`[1/3] Finding the Service of each path (missing: ${missing.join(", ")})`);
    if (hasAddress(object)) return ready;
    return waiting("[2/3] Waiting for an ingress controller to give it an address");
  },
  async reasons(object, cluster, signal) {
    const told = await eventsOf(object, cluster, signal);
    if (!hasAddress(object))
      told.push(
        "no ingress controller has given it an address (status.loadBalancer): does its class have one?",
      );
    return told;
  },
};

const typeOf = (service: Properties) => objectAt(service, "spec").type;

function choosesPods(service: Properties): boolean {
  const { clusterIP } = objectAt(service, "spec");
  const selector = objectAt(objectAt(service, "spec"), "selector");
  return typeOf(service) !== "ExternalName" && clusterIP !== "None" && Object.keys(selector).length > 0;
}

function hasAddress(object: Properties): boolean {
  const { ingress: addresses } = objectAt(objectAt(object, "status"), "loadBalancer");
  return Array.isArray(addresses) && addresses.length > 0;
}

/** Undefined where no controller has looked at the Service yet. */
function endpointsOf(name: string | undefined, view: View): Properties[] | undefined {
  const slices = view
    .all(endpointSlice)
    .filter((each) => objectAt(objectAt(each, "metadata"), "labels")["kubernetes.io/service-name"] === name);
  if (slices.length === 0) return undefined;
  return slices.flatMap(({ endpoints }) => (Array.isArray(endpoints) ? endpoints.filter(isObject) : []));
}

function isComing(endpoint: Properties): boolean {
  const { ready: isReady, terminating } = objectAt(endpoint, "conditions");
  return isReady === false && terminating !== true;
}

function missingBackends(object: Properties, view: View): string[] {
  const external = view.all(services).filter((each) => typeOf(each) === "ExternalName");
  const known = new Set(external.map((each) => objectAt(each, "metadata").name));
  return backendsOf(object).filter((name) => !known.has(name) && endpointsOf(name, view) === undefined);
}

function backendsOf(object: Properties): string[] {
  const { rules } = objectAt(object, "spec");
  const paths = (Array.isArray(rules) ? rules : []).filter(isObject).flatMap((rule) => {
    const { paths: all } = objectAt(rule, "http");
    return Array.isArray(all) ? all.filter(isObject) : [];
  });
  const names = paths.map((path) => stringAt(objectAt(objectAt(path, "backend"), "service"), "name"));
  return [...new Set(names.filter((name) => name !== undefined))];
}
