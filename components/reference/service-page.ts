import { alertsOf, guardOf, isLive, type Lab, type Service, type Urls } from "../lab/index.ts";
import { discretionOf } from "../privacy/index.ts";
import { type Document, notice } from "./document.ts";
import { code, linkTo, page, section, table } from "./markdown.ts";
import { healthOf, howItRuns, madeOf, placeOf, resourcesOf, secretRows, volumeRow } from "./service-facts.ts";

export const FOLDER = "docs/services";

/** Everything that somebody asks of a service who has not read its file. */
export function servicePages(lab: Lab): Document[] {
  return lab.services.map((service) => ({
    path: `${FOLDER}/${service.name}.md`,
    text: page([
      notice(service.file),
      `# ${service.name}`,
      "",
      `${service.about}.`,
      "",
      ...(isLive(service) ? [] : ["> Kept to be read: it is not deployed.", ""]),
      ...facts(service),
      ...section("Addresses", addresses(service)),
      ...section("Needs", neighbours(service, lab)),
      ...section("Data", table(["Path", "What", "Size", "Backup"], volumes(service))),
      ...section("Secrets", table(["Name", "From", "Another one after"], secretRows(service, lab))),
      ...section("Alerts", table(["Alert", "Holds for", "Severity", "Says"], alerts(service))),
      ...section("Excused from", table(["Rule", "Because", "Until"], waivers(service))),
    ]),
  }));
}

function facts(service: Service): string[] {
  const { group, namespace, lifecycle, place, ports, arch, file, user, metrics } = service;
  const said: [string, string][] = [
    ["Lifecycle", lifecycle],
    ["Runs on", placeOf(service)],
    ["Runs", "machine" in place ? "" : howItRuns(service)],
    ["Made of", madeOf(service)],
    ["For processors", "machine" in place ? "" : arch.join(", ")],
    ["Asks for", resourcesOf(service)],
    ["User", user === undefined ? "" : String(user)],
    ["Ports", portsOf(ports)],
    ["Healthy by", healthOf(service.health)],
    ["Metrics", metrics ? `${metrics.path} at port ${metrics.port}` : ""],
    ["Group", group],
    ["Namespace", "cluster" in place ? namespace : ""],
    ["Reaches the internet for", reachOf(service)],
    ["To be set by hand", byHand(service)],
    ["People sign in by", service.signIn ? linkTo(service.signIn.by) : ""],
    ["Declared in", `[${file}](../../${file})`],
  ];
  return table(
    ["What", "Is"],
    said.filter(([, is]) => is),
  );
}

function reachOf({ reach: { internet, models } }: Service): string {
  const said = [
    internet?.for,
    internet?.toStart && "cannot begin without",
    models && "asks models of others",
  ];
  return said.filter(Boolean).join("; ");
}

/** So that it tells its makers nothing. */
function byHand(service: Service): string {
  const known = discretionOf(service);
  return known && "byHand" in known ? `${known.byHand}, so that it tells its makers nothing` : "";
}

function portsOf(ports: Service["ports"]): string {
  return Object.entries(ports)
    .map(([name, { number, protocol }]) => `${name} ${number}${protocol === "udp" ? "/udp" : ""}`)
    .join(", ");
}

const REACHES: Record<keyof Urls, string> = {
  lan: "in the house",
  tailnet: "in the tailnet",
  public: "the world",
};

function addresses(service: Service): string[] {
  const rows = (Object.keys(REACHES) as (keyof Urls)[]).flatMap((reach) => {
    const url = service.urls[reach];
    return url ? [[REACHES[reach], `<${url}>`, whoEnters(service, reach)]] : [];
  });
  return table(["From", "Address", "Who enters"], rows);
}

function whoEnters(service: Service, reach: keyof Urls): string {
  if (reach === "lan") return guardOf(service) ? "administrators, by a login of the house" : "";
  const { public: entry } = service.expose;
  if (reach === "tailnet" || !entry) return "";
  if (entry.access === "public") return "everybody";
  return [
    `the group ${entry.access}`,
    ...entry.programs.map((name) => `the program ${name}, by a token`),
  ].join("; ");
}

function neighbours({ name, needs }: Service, { services }: Lab): string[] {
  const neededBy = services
    .filter((each) => isLive(each) && each.needs.includes(name))
    .map((each) => each.name);
  return [
    ...(needs.length > 0 ? [`It needs ${needs.map(linkTo).join(", ")}.`, ""] : []),
    ...(neededBy.length > 0 ? [`It is needed by ${neededBy.toSorted().map(linkTo).join(", ")}.`, ""] : []),
    ...(needs.length + neededBy.length > 0
      ? [`What would stop with it, and what it stands on: ${code(`npx lab graph --service ${name}`)}.`, ""]
      : []),
  ];
}

function volumes(service: Service): string[][] {
  return Object.entries(service.volumes).map(volumeRow);
}

function alerts(service: Service): string[][] {
  if (!isLive(service)) return [];
  return [...alertsOf(service), ...service.alerts].map(({ name, for: period, severity, summary }) => [
    name,
    period,
    severity,
    code(summary),
  ]);
}

function waivers({ waive }: Service): string[][] {
  return Object.entries(waive).flatMap(([rule, waiver]) =>
    waiver ? [[rule, waiver.because, waiver.until]] : [],
  );
}
