import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { planCluster } from "../../components/kubernetes/index.ts";
import {
  charts,
  discretionOf,
  hasSwitches,
  images,
  programIn,
  telltalesOf,
} from "../../components/privacy/index.ts";
import { unbuilt } from "../../components/program/index.ts";
import { labOf, stackNames } from "../../stacks/labs.ts";

const ROOT = join(import.meta.dirname, "../..");
const labs = await Promise.all(stackNames.map(labOf));
const services = labs.flatMap((lab) => lab.services);

/** Every image that a file of ours names, whether a service, a component or a machine's own setup runs it. */
function imagesNamed(): string[] {
  const files = ["stacks", "components"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !/\.test\.ts$|(^|\/)testing(\/|\.ts)/.test(file))
      .map((file) =>
        readFileSync(join(ROOT, folder, file), "utf8").replace(/^\s*\*.*$|\/\*\*.*\*\/|`image\(.*`/gm, ""),
      ),
  );
  const named = files.flatMap((text) =>
    [...text.matchAll(/\bimage\(\s*"([^"]+)"/g)].map(([, name = ""]) => name),
  );
  return [...new Set(named.map(programIn))].toSorted();
}

test("of every image it is known whether it tells its makers anything, and of no other", () => {
  expect(imagesNamed()).toEqual(Object.keys(images).toSorted());
});

test("of every chart it is known as well", () => {
  const named = services.flatMap(({ chart }) => chart?.name ?? []);
  // That one k3s brings along.
  expect([...new Set([...named, "traefik"])].toSorted()).toEqual(Object.keys(charts).toSorted());
});

test("everything is listed in the order of the alphabet", () => {
  for (const known of [images, charts]) expect(Object.keys(known)).toEqual(Object.keys(known).toSorted());
});

test("no service of the catalogue tells its makers who uses it, the archived ones neither", () => {
  const told = services.filter((service) => {
    const known = discretionOf(service);
    return known && hasSwitches(known);
  });
  expect(told.length).toBeGreaterThan(25);
  expect(Object.fromEntries(told.map((each) => [each.name, telltalesOf(each)]))).toEqual(
    Object.fromEntries(told.map(({ name }) => [name, []])),
  );
});

test("the ingress that k3s brings along is told so too", () => {
  const [homelab] = labs;
  if (!homelab || !charts.traefik || !hasSwitches(charts.traefik)) throw new Error("there is no homelab");
  const { traefik } = planCluster("platform", homelab, unbuilt, ["production"]).ingress;
  const { valuesContent } = (traefik as unknown as { spec: { valuesContent: string } }).spec;
  const chart = { name: "traefik", values: parse(valuesContent) };
  expect(telltalesOf({ chart, env: {}, files: {} })).toEqual([]);
});

test("only the router, and what it asks on its server, may ask models outside of the house", () => {
  const may = services.filter(({ reach }) => reach.models).map(({ name }) => name);
  expect(may.toSorted()).toEqual(["claude-harness", "router"]);
});
