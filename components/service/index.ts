export { databaseUrl, openIdOf, redisUrl } from "./addresses.ts";
export { type Chart, type ChartPods, type ChartValue, isFilled, leavesOf, textsOf } from "./chart.ts";
export type { Exposure } from "./exposure.ts";
export type { Health } from "./health.ts";
export { type Image, image, reference } from "./image.ts";
export type { Alert, Dashboard } from "./monitoring.ts";
export { noteName, notesOf } from "./note.ts";
export type { ClusterPlace, DockerPlace, Place } from "./place.ts";
export { referencesOf, valuesOf } from "./references.ts";
export {
  broughtNode,
  NODE,
  NODE_FOLDER,
  PROGRAM_FOLDER,
  programFile,
  runtimeFor,
  servedBy,
} from "./runtime.ts";
export { fromConfig, generated, type Secret, zoneToken } from "./secret.ts";
export {
  defineService,
  LIFECYCLES,
  type Port,
  type ServiceDeclaration,
  type ServiceSpec,
  service,
} from "./service.ts";
export {
  blueprintOf,
  type Derived,
  derived,
  holdsSecret,
  hostOf,
  needsOf,
  ownUrl,
  ownUrlOf,
  type Part,
  partsOf,
  portOf,
  type Reference,
  secretOf,
  secretValue,
  text,
  urlOf,
  type Value,
  value,
  written,
} from "./value.ts";
export { claim, engine, scratch, share, type Volume } from "./volume.ts";
export { powersOf, type Rule, type Waivers, waiversOf } from "./waiver.ts";
export type { Scale, Workload } from "./workload.ts";
