export { ensurePrograms, type ProgramName, type Programs } from "./programs.ts";
