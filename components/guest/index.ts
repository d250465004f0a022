export type { Guest } from "./guest.ts";
export { type GuestScript, guestScript } from "./guest-script.ts";
