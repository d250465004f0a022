export { gitTools } from "./tools.ts";
