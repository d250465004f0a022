export { builtPrograms, ensurePrograms, type ProgramName, type Programs, programFiles } from "./programs.ts";
