export { githubRunners } from "./github.ts";
