export type { Call, Handlers } from "./call.ts";
export { PveError } from "./error.ts";
export { parsePropertyString, printPropertyString } from "./property-string.ts";
export { digestOf, type Section, type SectionKind, sections } from "./sections.ts";
