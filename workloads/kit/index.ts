export { ask, askFor, MIB, PeerProblem, type Question, reasonOf, secondsOf } from "./ask.ts";
export { type Environment, withSecrets } from "./environment.ts";
export { address, namedKeys, oneOf, size, whole } from "./forms.ts";
export { type Listening, listen, patience } from "./listen.ts";
export { type Level, type Log, levels, makeLog } from "./log.ts";
export { capped, fenced, plain } from "./outside.ts";
export { fits, spelledOut } from "./pattern.ts";
export { type Running, run } from "./run.ts";
export { isLoopback, readEnvironment, SettingsProblem, serving } from "./settings.ts";
