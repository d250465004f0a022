export { type Forge, type ForgeOptions, MARK, type Project } from "./forge.ts";
export { Forgejo } from "./forgejo.ts";
export { GitLab } from "./gitlab.ts";
