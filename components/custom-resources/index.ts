export { checkCustomResource } from "./check.ts";
export { definitionOf } from "./definition.ts";
export { type CustomKind, customKind } from "./kind.ts";
export { type CustomResource, customKindOf, customResource, KINDS } from "./kinds.ts";
