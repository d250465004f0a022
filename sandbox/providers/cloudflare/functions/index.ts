export { functions } from "./functions.ts";
