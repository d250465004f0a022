import type { Add, Call } from "./api.ts";
import { containerNamed } from "./container.ts";
import { endpointRequest } from "./container-request.ts";
import { connect, disconnect } from "./endpoint.ts";
import { Filters, matches } from "./filters.ts";
import { flag, nullable, struct, text } from "./go-json.ts";
import type { Host } from "./host.ts";
import {
  inspectNetwork,
  isPredefined,
  makeNetwork,
  membersOf,
  networkNamed,
  networkRequest,
  removeNetwork,
  summarizeNetwork,
} from "./network.ts";

const connectRequest = struct({ Container: text, EndpointConfig: nullable(endpointRequest) });
const disconnectRequest = struct({ Container: text, Force: flag });

export function networkRoutes(add: Add, host: Host): void {
  add("GET", "/networks", (call) => listNetworks(host, call));
  add("POST", "/networks/create", (call) => {
    const network = makeNetwork(host, call.json(networkRequest));
    return call.reply.status(201).send({ Id: network.id, Warning: "" });
  });
  add("POST", "/networks/prune", () => {
    const unused = host.networks
      .all()
      .filter((network) => !isPredefined(network) && membersOf(host, network).length === 0);
    for (const network of unused) removeNetwork(host, network);
    return { NetworksDeleted: unused.length > 0 ? unused.map(({ name }) => name) : null };
  });
  add("GET", "/networks/:id", (call) => inspectNetwork(host, networkNamed(host, call.param("id"))));
  add("DELETE", "/networks/:id", (call) => {
    removeNetwork(host, networkNamed(host, call.param("id")));
    return call.reply.status(204).send();
  });
  add("POST", "/networks/:id/connect", (call) => {
    const { Container: name, EndpointConfig } = call.json(connectRequest);
    const { id } = networkNamed(host, call.param("id"));
    const container = connect(host, containerNamed(host, name), id, EndpointConfig);
    host.containers.put(container.id, container);
    return call.reply.status(200).send();
  });
  add("POST", "/networks/:id/disconnect", (call) => {
    const { Container: name, Force } = call.json(disconnectRequest);
    const network = networkNamed(host, call.param("id"));
    const known = host.containers.all().some((each) => each.id === name || each.name === name);
    if (Force && !known) return call.reply.status(200).send();
    const container = disconnect(host, containerNamed(host, name), network.id);
    host.containers.put(container.id, container);
    return call.reply.status(200).send();
  });
}

function listNetworks(host: Host, call: Call) {
  const known = ["dangling", "driver", "id", "label", "name", "scope", "type"];
  const filters = new Filters(call.query("filters"), known);
  const dangling = filters.flag("dangling");
  return host.networks
    .all()
    .filter(({ id }) => filters.some("id", (wanted) => id.startsWith(wanted)))
    .filter(({ name }) => filters.some("name", (wanted) => matches(wanted, name)))
    .filter(({ driver }) => filters.some("driver", (wanted) => wanted === driver))
    .filter(({ scope }) => filters.some("scope", (wanted) => wanted === scope))
    .filter((network) =>
      filters.some("type", (wanted) => wanted === (isPredefined(network) ? "builtin" : "custom")),
    )
    .filter(({ labels }) => filters.labels(labels))
    .filter(
      (network) =>
        dangling === undefined ||
        dangling === (!isPredefined(network) && membersOf(host, network).length === 0),
    )
    .map((network) => ({ ...summarizeNetwork(network), ...(call.before("1.52") && { Containers: {} }) }));
}
