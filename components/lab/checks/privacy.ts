import { modelVendorsIn, telltalesOf } from "../../privacy/index.ts";
import type { Problem } from "../../refusal.ts";
import { valuesOf } from "../../service/index.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** Nobody outside learns from a service what the house does, unless its declaration says that he may. */
export function checkPrivacy(service: Service, _lab: Lab): Problem[] {
  return [...tellsItsMakers(service), ...asksModelsOutside(service), ...asksByWayOfNothing(service)];
}

function tellsItsMakers(service: Service): Problem[] {
  const left = telltalesOf(service);
  if (left.length === 0) return [];
  return [
    problem(service, {
      what: `${service.name} may tell its makers who uses it.`,
      facts: left.map((each) => `not set: ${each}`),
      fix: "say it where it is declared; components/privacy knows by what each program is told to keep to itself",
    }),
  ];
}

function asksModelsOutside(service: Service): Problem[] {
  const vendors = modelVendorsIn(JSON.stringify(valuesOf(service)));
  if (vendors.length === 0 || service.reach.models) return [];
  return [
    problem(service, {
      what: `${service.name} speaks with models outside of the house: ${vendors.join(", ")}.`,
      facts: ["the router has rules for what may leave the house, and whose privacy forbids it"],
      fix: "give it the address of the router, or write reach: { models: true } where it is to decide by itself",
    }),
  ];
}

/** On a machine nothing holds it back. */
function asksByWayOfNothing(service: Service): Problem[] {
  const { name, reach, place } = service;
  if (!reach.models || reach.internet || "machine" in place) return [];
  return [
    problem(service, {
      what: `${name} may ask models outside of the house, and cannot reach the internet.`,
      fix: 'write reach: { internet: "models of others", models: true }, or remove models',
    }),
  ];
}
