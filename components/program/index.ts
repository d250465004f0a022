export { bundle } from "./bundle.ts";
export { type Bundle, type Files, type Program, type Programs, unbuilt } from "./program.ts";
export { buildPrograms } from "./programs.ts";
