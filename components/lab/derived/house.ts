import { possibleHosts } from "../hosts.ts";
import { isLive, type Lab, type Service } from "../lab.ts";
import { lookAt, lookAtServer } from "../looks.ts";

/** Everything that runs, what it stands on, and how the asker sees whether it works. */
export function house(lab: Lab, asker: Service): string {
  const services = lab.services.filter((each) => isLive(each) && each.name !== asker.name);
  return JSON.stringify(
    {
      name: lab.name,
      services: services.map((each) => serviceOf(each, asker, lab)),
      machines: Object.entries(lab.inventory.machines).map(([name, machine]) => ({
        name,
        about: machine.about,
        site: machine.site,
        ...("mayBeDown" in machine && machine.mayBeDown && { mayRest: true }),
        look: lookAtServer(name, asker, lab),
      })),
    },
    null,
    1,
  );
}

function serviceOf(service: Service, asker: Service, lab: Lab) {
  const { name, about, group, lifecycle, needs, place, start, urls } = service;
  return {
    name,
    about,
    group,
    lifecycle,
    ...("cluster" in place && { cluster: place.cluster }),
    machines:
      "machine" in place ? [place.machine] : possibleHosts(service, lab.inventory).map((host) => host.name),
    stores: serversOf(service),
    needs,
    ...(start !== "always" && { mayRest: true }),
    url: urls.lan ?? urls.tailnet ?? urls.public,
    look: lookAt(service, asker, lab),
  };
}

/** The file servers that its shares lie on. */
function serversOf({ volumes }: Service): string[] {
  const shares = Object.values(volumes).flatMap((each) => (each.kind === "share" ? each.share : []));
  return [...new Set(shares.map((share) => share.split("/")[0] ?? ""))];
}
