export { readText, writeText } from "./content.ts";
export { type Path, type Roots, readPath, told } from "./path.ts";
export { below, type Kind, Root } from "./root.ts";
