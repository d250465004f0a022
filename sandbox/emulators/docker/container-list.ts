import type { Call } from "./api.ts";
import { allContainers } from "./container.ts";
import { isUp } from "./container-life.ts";
import { healthOf, summarizeContainer } from "./container-view.ts";
import { Filters, matches } from "./filters.ts";
import type { Host } from "./host.ts";
import { findImage } from "./image.ts";
import { findNetwork } from "./network.ts";
import type { Container } from "./records.ts";

const known =
  "ancestor before exited expose health id isolation is-task label name network publish since status volume".split(
    " ",
  );

export function listContainers(host: Host, call: Call) {
  const filters = new Filters(call.query("filters"), known);
  const limit = Number(call.query("limit")) || 0;
  const all = call.flag("all") || limit > 0 || filters.values("status") || filters.values("exited");
  const found = allContainers(host)
    .filter((container) => all || isUp(container))
    .filter((container) => fits(host, container, filters));
  return (limit > 0 ? found.slice(0, limit) : found).map(summarizeContainer);
}

function fits(host: Host, container: Container, filters: Filters): boolean {
  const { id, name, config, networks, mounts, ports } = container;
  const published = Object.entries(ports);
  const age = (reference: string) =>
    host.containers.all().find((each) => each.id.startsWith(reference) || each.name === reference)?.created ??
    "";
  return (
    filters.some("id", (wanted) => id.startsWith(wanted)) &&
    filters.some("name", (wanted) => matches(wanted, name) || matches(wanted, `/${name}`)) &&
    filters.some("status", (wanted) => container.status === wanted) &&
    filters.some("health", (wanted) => healthOf(container) === wanted) &&
    filters.some(
      "exited",
      (wanted) => container.status === "exited" && container.exitCode === Number(wanted),
    ) &&
    filters.some("ancestor", (wanted) => findImage(host, wanted)?.id === container.image) &&
    filters.some("network", (wanted) => {
      const network = findNetwork(host, wanted);
      return network !== undefined && networks[network.name] !== undefined;
    }) &&
    filters.some("volume", (wanted) =>
      mounts.some(({ Name, Destination }) => Name === wanted || Destination === wanted),
    ) &&
    filters.some("publish", (wanted) =>
      published.some(([, bindings]) => bindings?.some(({ HostPort }) => HostPort === wanted.split("/")[0])),
    ) &&
    filters.some("expose", (wanted) =>
      published.some(([port]) => port === (wanted.includes("/") ? wanted : `${wanted}/tcp`)),
    ) &&
    filters.some("before", (wanted) => container.created < age(wanted)) &&
    filters.some("since", (wanted) => container.created > age(wanted)) &&
    filters.labels(config.Labels)
  );
}
