import { isLive, type Lab, mainPort, type Service } from "../lab/index.ts";

/** What an ingress leads to: all that its host has for the LAN, but itself. */
export function servicesBehind(ingress: Service, { services }: Lab): Service[] {
  return services.filter(
    (service) =>
      service !== ingress &&
      isLive(service) &&
      isBeside(service, ingress) &&
      service.expose.lan !== undefined &&
      mainPort(service)?.protocol === "tcp",
  );
}

function isBeside({ place }: Service, ingress: Service): boolean {
  return "docker" in place && "docker" in ingress.place && place.docker === ingress.place.docker;
}
