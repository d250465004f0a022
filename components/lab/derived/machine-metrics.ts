import { isLive, type Lab, type Service } from "../lab.ts";
import { addressOf } from "../route.ts";

/** What tells of itself on a machine that no cluster has, and that another stack manages or nobody: Prometheus' targets. */
export function machineMetrics(lab: Lab, asker: Service): string {
  return JSON.stringify(
    toldByMachines(lab, asker).map(({ service, target }) => ({
      targets: [target],
      labels: {
        service: service.name,
        group: service.group,
        node: service.place.machine,
        start: service.start,
        ...(service.metrics.path !== "/metrics" && { __metrics_path__: service.metrics.path }),
      },
    })),
    null,
    2,
  );
}

type Told = Service & { place: { machine: string }; metrics: NonNullable<Service["metrics"]> };

/** Each where it is asked, from where somebody stands. */
export function toldByMachines({ services, neighbours, inventory }: Lab, { place }: Pick<Service, "place">) {
  return [...services, ...neighbours]
    .filter((each): each is Told => "machine" in each.place && isLive(each) && each.metrics !== undefined)
    .flatMap((service) => {
      const host = addressOf(service.place.machine, place, inventory);
      const port = service.ports[service.metrics.port];
      return host && port ? [{ service, host, port, target: `${host}:${port.number}` }] : [];
    })
    .toSorted((a, b) => (a.target < b.target ? -1 : 1));
}
