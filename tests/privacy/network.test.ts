import { beforeAll, describe, expect, test } from "vitest";
import { servicesOn } from "../../components/kubernetes/index.ts";
import { hasEntrance, type Lab } from "../../components/lab/index.ts";
import { labOf } from "../../stacks/labs.ts";
import { buildNetpolicy, type Way, waysOut } from "./network.ts";

/** Somebody else's model, wherever it answers: an address of nobody's house. */
const OUTSIDE = "160.79.104.10";

let lab: Lab;
let program: string;
beforeAll(async () => {
  lab = await labOf("homelab");
  program = await buildNetpolicy();
}, 1_200_000);

describe.each(["core", "brain", "platform"])("on %s", (cluster) => {
  let ways: Way[];
  beforeAll(() => {
    ways = waysOut(program, cluster, lab);
  });

  test("the world is reached by those that say what for, and by the doors of the tailnet, and by nobody else", () => {
    const services = servicesOn(cluster, lab, ["production", "experimental"]);
    const declared = services.filter(({ reach }) => reach.internet).map(({ name }) => name);
    const doors = services.filter(hasEntrance).map(({ name }) => `${name}-entrance`);
    expect(declared.length).toBeGreaterThan(0);
    expect(named(ways)).toEqual([...declared, ...doors].toSorted());
  });
});

test("a chat, workflows and apps whose declaration does not say so cannot reach a model outside", () => {
  const fronts = [
    "open-webui",
    "n8n",
    "n8n-worker",
    "dify-api",
    "dify-worker",
    "dify-beat",
    "dify-plugin-daemon",
  ];
  const silent = {
    ...lab,
    services: lab.services.map((each) =>
      fronts.includes(each.name) ? { ...each, reach: { ...each.reach, internet: undefined } } : each,
    ),
  };
  for (const cluster of ["core", "platform"]) {
    const out = named(waysOut(program, cluster, silent));
    expect(out.filter((name) => fronts.includes(name))).toEqual([]);
    expect(out.length).toBeGreaterThan(0);
  }
});

/** Who reaches it by HTTPS; what prepares a service for its next version is the service. */
function named(ways: Way[]): string[] {
  const out = ways.filter(
    ({ to, by }) => holds(to, OUTSIDE) && (by.includes("443") || by === "All Connections"),
  );
  return [...new Set(out.map(({ from }) => from.replace(/^.*\/|-migration-\w+$/g, "")))].toSorted();
}

function holds(range: string, address: string): boolean {
  const [from = "", to = ""] = range.split("-").map(numbered);
  return numbered(address) >= from && numbered(address) <= to;
}

/** Addresses that are compared as text. */
function numbered(address: string): string {
  return address
    .split(".")
    .map((part) => part.padStart(3, "0"))
    .join(".");
}
