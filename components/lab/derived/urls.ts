import { stringify } from "yaml";
import { isLive, type Lab, type Service } from "../lab.ts";
import { portOfHealth } from "../looks.ts";
import { mainPort } from "../urls.ts";

const live = ({ services }: Lab) => services.filter(isLive);

/** What the world is shown, as Prometheus reads targets from a file. */
export function publicUrls(lab: Lab): string {
  const targets = live(lab).flatMap(({ name, group, urls }) =>
    urls.public ? [{ targets: [urls.public], labels: { service: name, group } }] : [],
  );
  return JSON.stringify(targets, null, 2);
}

/** Every address that people come to from afar, as Gatus looks at it. In the house each service has its alerts already. */
export function urlChecks(lab: Lab): string {
  const endpoints = live(lab).flatMap((service) => [...overTailnet(service), ...fromTheWorld(service)]);
  return stringify({ endpoints }, { lineWidth: 0 });
}

/** The same for the family's page, Uptime Kuma's: whether something answers, and no more. */
export function monitors(lab: Lab): string {
  const wanted = live(lab).flatMap(({ name, urls }) =>
    Object.entries({ tailnet: urls.tailnet, public: urls.public }).flatMap(([reach, url]) =>
      url ? [{ name: `${name} (${reach})`, url, statuses: ANSWERS, interval: 120 }] : [],
    ),
  );
  return JSON.stringify(wanted, null, 2);
}

/** A page to log in, or to say no, is an answer too. */
const ANSWERS = ["200-299", "300-399", "400-499"];

/** The way is a proxy that asks nobody who he is: what answers is the service, and it says itself whether it is well. */
function overTailnet(service: Service) {
  const { name, group, urls } = service;
  if (!urls.tailnet) return [];
  const path = pageOfHealth(service);
  const well = path ? "[STATUS] == 200" : "[STATUS] < 500";
  return [check(`${name} (tailnet)`, group, `${urls.tailnet}${path ?? ""}`, [well, LONG_VALID])];
}

/** Here somebody asks first: a page to log in is an answer too. */
function fromTheWorld({ name, group, urls }: Service) {
  return urls.public ? [check(`${name} (public)`, group, urls.public, ["[STATUS] < 500", LONG_VALID])] : [];
}

const LONG_VALID = "[CERTIFICATE_EXPIRATION] > 120h";

function check(name: string, group: string, url: string, conditions: string[]) {
  return { name, group, url, interval: "2m", conditions };
}

function pageOfHealth(service: Service): string | undefined {
  const asked = portOfHealth(service);
  return asked && asked.port === mainPort(service) ? asked.path : undefined;
}
