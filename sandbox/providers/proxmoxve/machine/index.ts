export { machineKind } from "./kind.ts";
