export { bootstrap } from "./bootstrap.ts";
export type { Left } from "./contents.ts";
export { type Changes, changesFor, recordOf, type Written } from "./folder.ts";
export { followers, type RenderArgs, type Rendered, renderCluster } from "./render.ts";
