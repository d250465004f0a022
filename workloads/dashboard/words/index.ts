import { en } from "./en.ts";

export type Words = typeof en;

const languages: Record<string, Words> = { en };

/** The first language of the reader that there is; numbers and dates follow it. */
export const language =
  navigator.languages.map((each) => each.slice(0, 2)).find((each) => languages[each]) ?? "en";

export const words: Words = languages[language] ?? en;

export type PageName = keyof typeof words.pages;
