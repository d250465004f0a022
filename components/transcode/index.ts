export { transcodeWorker } from "./worker.ts";
