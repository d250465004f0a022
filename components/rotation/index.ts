export { type OwnEntry, ownSecretsOf } from "./own.ts";
export {
  dueIn,
  planBirths,
  planReturn,
  planRotation,
  type RotationPlan,
  strayRotations,
  type Wanted,
} from "./plan.ts";
export { type Entry, registerOf } from "./register.ts";
