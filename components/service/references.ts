import { textsOf } from "./chart.ts";
import type { ServiceDeclaration } from "./service.ts";
import { partsOf, type Reference, type Value } from "./value.ts";

/** Everything that is filled in when the container starts. */
export function valuesOf(service: ServiceDeclaration): Value[] {
  const { env, files, command = [], args = [], migration, chart } = service;
  return [
    ...Object.values(env),
    ...Object.values(files),
    ...command,
    ...args,
    ...(migration?.args ?? []),
    ...(chart ? textsOf(chart.values).map(([, leaf]) => leaf) : []),
  ];
}

/** Every fact that a declaration asks for. */
export function referencesOf(service: ServiceDeclaration): Reference[] {
  return valuesOf(service)
    .flatMap(partsOf)
    .filter((part): part is Reference => typeof part !== "string");
}
