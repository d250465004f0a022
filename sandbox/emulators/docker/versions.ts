/** What the Engine says of itself: the release that speaks the API of the description that it is built by. */
export const engineVersion = "29.6.0";
export const apiVersion = "1.56";
export const minApiVersion = "1.40";

/** Where an API version stands among others: its number after the 1. */
export function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}
