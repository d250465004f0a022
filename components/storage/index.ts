export { longhornValues } from "./longhorn.ts";
