export { shellTools } from "./run.ts";
