export { reasonOf, untilDone } from "../../kit/postgres/index.ts";
export type { Database } from "./database.ts";
export { FolderLock } from "./folder-lock.ts";
export { migrate } from "./migrate.ts";
export { type DatabaseSettings, openDatabase, openWithin } from "./open.ts";
export { needingDatabase } from "./outage.ts";
