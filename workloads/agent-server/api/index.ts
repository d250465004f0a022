export { addApi } from "./api.ts";
export { Feed } from "./feed.ts";
