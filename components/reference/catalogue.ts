import { isLive, type Lab, type Service } from "../lab/index.ts";
import { type Document, notice } from "./document.ts";
import { compare, graphOf, placeNameOf } from "./graph.ts";
import { linkTo, page, section, table } from "./markdown.ts";
import { svgOf } from "./picture.ts";
import { FOLDER } from "./service-page.ts";

/** Every service of every stack on one page, under a picture of who needs whom. */
export async function catalogue(labs: Lab[]): Promise<Document[]> {
  const services = labs.flatMap((lab) => lab.services);
  const live = services.filter(isLive);
  const groups = [...new Set(live.map(({ group }) => group))].sort(compare);
  const text = page([
    notice("stacks/*/services"),
    "# Services",
    "",
    `${live.length} services, by what they are for. An arrow leads from a service to what it needs; a dashed one leaves its place,`,
    "a dashed box is tried out. In a terminal: `npx lab services`, `npx lab urls`, `npx lab graph --service NAME`.",
    "",
    "![Who needs whom](needs.svg)",
    "",
    ...groups.flatMap((group) => section(group, listed(live.filter((each) => each.group === group)))),
    ...section("Kept to be read", listed(services.filter((each) => !isLive(each)))),
  ]);
  return [
    { path: `${FOLDER}/README.md`, text },
    { path: `${FOLDER}/needs.svg`, text: await svgOf(graphOf(labs)) },
  ];
}

function listed(services: Service[]): string[] {
  return table(
    ["Service", "What it is for", "Runs on", "People come by"],
    services
      .toSorted((a, b) => compare(a.name, b.name))
      .map((each) => [nameOf(each), each.about, placeNameOf(each.place), waysTo(each)]),
  );
}

function nameOf({ name, lifecycle }: Service): string {
  return `${linkTo(name)}${lifecycle === "experimental" ? " (tried out)" : ""}`;
}

function waysTo(service: Service): string {
  if (!isLive(service)) return "";
  const { lan, tailnet, public: world } = service.urls;
  const ways = [
    ["house", lan],
    ["tailnet", tailnet],
    ["world", world],
  ].filter(([, url]) => url);
  return ways.map(([name, url]) => `[${name}](${url})`).join(", ");
}
