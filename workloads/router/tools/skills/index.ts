export { readSkills } from "./skill.ts";
export { skillTools } from "./tools.ts";
