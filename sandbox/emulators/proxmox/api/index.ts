export { type Call, type Handlers, PveError } from "./call.ts";
export { parsePropertyString, printPropertyString } from "./property-string.ts";
export { registerRoutes } from "./routes.ts";
export { digestOf, type Section, type SectionKind, sections } from "./sections.ts";
