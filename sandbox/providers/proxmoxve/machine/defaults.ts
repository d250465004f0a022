import { boolean, defaulting, integer, string } from "../../framework/shape.ts";

/** What most of a machine's settings are, where nothing is said of them. */
export const [off, on] = [defaulting(boolean, false), defaulting(boolean, true)];
export const nothing = defaulting(string, "");
export const zero = defaulting(integer, 0);
export const seconds = (default_: number) => defaulting(integer, default_);
export const word = (default_: string) => defaulting(string, default_);
