export { type Guest, shownStatus } from "./guest.ts";
export { guestHandlers } from "./handlers.ts";
