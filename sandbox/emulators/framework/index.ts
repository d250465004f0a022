export { ApiError, type Emulator } from "./emulator.ts";
export { type Fault, Faults, faultSchema, type Harm } from "./faults.ts";
export { CorruptJournal } from "./journal.ts";
export { serverOf } from "./server.ts";
export { type Collection, Store } from "./store.ts";
