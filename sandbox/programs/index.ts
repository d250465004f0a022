export { builtPrograms, ensurePrograms, type ProgramName, type Programs } from "./programs.ts";
