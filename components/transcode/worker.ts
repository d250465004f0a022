import { readFileSync } from "node:fs";

/** The program of one worker: as many as run on the same folders share the work among themselves. */
export const transcodeWorker = readFileSync(new URL("worker.sh", import.meta.url), "utf8");
