export { addApi } from "./api.ts";
export { Feed } from "./feed.ts";
export type { WholeHouse } from "./shapes.ts";
export { Status } from "./status.ts";
