export { listenerOf } from "./listener.ts";
export type { LightRequest } from "./request.ts";
