export { queueOf, stateOf } from "./room.ts";
export {
  atRest,
  type ContainerSeen,
  type Demand,
  type Gaming,
  holdsMemory,
  idle,
  type ModelState,
  type Order,
  type Phase,
  type Seen,
  type State,
} from "./state.ts";
export { step, unloaded } from "./step.ts";
