export { ask, UpstreamFault } from "./ask.ts";
export { Immich } from "./immich.ts";
export { type Libraries, media } from "./media.ts";
export { money } from "./money.ts";
export { request, TooLate } from "./request.ts";
