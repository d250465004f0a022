export { cloudInit, type Operator } from "./cloud-init.ts";
export { script } from "./script.ts";
export { holdsSecret, modeOf, type Setup, type SetupFile, type SetupText, setupOf } from "./setup.ts";
