import { plain } from "../../kit/index.ts";

/** Of Discord's messages, what is used here. */
export interface Message {
  content?: string;
  embeds?: Embed[];
  components?: Row[];
}

export interface Embed {
  title: string;
  description?: string;
  color?: number;
  thumbnail?: { url: string };
}

interface Row {
  type: 1;
  components: { type: 2; style: 3 | 4; label: string; custom_id: string }[];
}

/** Whatever a message says, it calls nobody. */
export function calm(message: Message) {
  return { ...message, allowed_mentions: { parse: [] as const } };
}

const MARKUP = /[\\*_~`|<>[\]]|^[#-]/g;
const ZERO_WIDTH = "\u200b";

/**
 * What others have written, such as titles, as plain words of one line: it formats nothing, links nowhere, and names nobody. At most
 * so many characters before what makes them harmless is added.
 */
export function words(text: string, most = 120): string {
  const line = plain(text).replace(/\s+/g, " ").trim();
  const letters = Array.from(line);
  const short = letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : line;
  return short
    .replace(MARKUP, "\\$&")
    .replaceAll("@", `@${ZERO_WIDTH}`)
    .replaceAll("://", `:${ZERO_WIDTH}//`);
}

/** Discord fetches it: an address of the world only. */
export function picture(url: string | null | undefined): { thumbnail?: { url: string } } {
  const isOne = url && url.length < 2_000 && URL.canParse(url) && new URL(url).protocol === "https:";
  return isOne ? { thumbnail: { url } } : {};
}
