import { PeerProblem } from "../../kit/index.ts";
import { type Message, picture, words } from "../discord/index.ts";
import { MEDIA, type People, type Seerr, type Title } from "../house/index.ts";
import type { Allowance } from "./allowance.ts";

export interface House {
  seerr: Seerr;
  people: People;
  allowance: Allowance;
}

export interface Wish {
  /** Of Discord. */
  who: string;
  kind: Title["kind"];
  /** As the person chose it from what was found: a number, unless they wrote something of their own. */
  chosen: string;
  season: number | undefined;
}

export type Outcome =
  | "asked"
  | "waits"
  | "there"
  | "known"
  | "no allowance"
  | "refused"
  | "stranger"
  | "unclear"
  | "failed";

export interface Answered {
  outcome: Outcome;
  message: Message;
}

const say = (outcome: Outcome, content: string): Answered => ({ outcome, message: { content } });

/** What becomes of a wish, in words for the one who made it. */
export async function wishFor(wish: Wish, { seerr, people, allowance }: House): Promise<Answered> {
  if (!/^\d{1,9}$/.test(wish.chosen))
    return say("unclear", "Which one? Write the title again, and choose one of those that come up.");
  const user = await people.find(wish.who);
  if (typeof user === "string") return say("stranger", stranger(user, wish.who));
  const title = await seerr.title(wish.kind, Number(wish.chosen));
  const before = alreadyKnown(title, wish.season);
  if (before) return before;
  const taken = await allowance.take(wish.who);
  if (!taken.taken)
    return say(
      "no allowance",
      `You have wished for as much as a week allows. The next wish is yours <t:${Math.ceil(taken.again / 1000)}:R>.`,
    );
  try {
    const { isNew, waits } = await seerr.request(user, title, wish.season);
    if (!isNew) {
      await allowance.giveBack(wish.who, taken.at);
      return say("known", `Nothing of ${shown(title)} is missing.`);
    }
    const rest = `${taken.left} ${taken.left === 1 ? "wish" : "wishes"} left this week.`;
    const what = waits ? "Noted. Somebody has to agree yet" : "It is being looked for";
    return { outcome: waits ? "waits" : "asked", message: card(title, wish.season, `${what}. ${rest}`) };
  } catch (problem) {
    await allowance.giveBack(wish.who, taken.at);
    const refusal = problem instanceof PeerProblem ? refused(problem, title) : undefined;
    if (refusal) return refusal;
    throw problem;
  }
}

export function stranger(why: "nobody" | "several", who: string): string {
  return why === "nobody"
    ? `Seerr does not know you yet. Open it, and write \`${who}\` under your profile, Settings, Notifications, Discord; then ask again.`
    : "Two people say in Seerr that they are you. Ask whoever looks after it to take one of them away.";
}

function alreadyKnown(title: Title, season: number | undefined): Answered | undefined {
  // Of a series a part may be missing, which Seerr knows better.
  if (title.status === MEDIA.available && season === undefined)
    return { outcome: "there", message: card(title, season, "It is there already.") };
  const isAsked = title.status === MEDIA.pending || title.status === MEDIA.processing;
  if (title.kind === "movie" && isAsked)
    return { outcome: "known", message: card(title, season, "Somebody has wished for it already.") };
  return undefined;
}

function refused({ status }: PeerProblem, title: Title): Answered | undefined {
  if (status === 409) return say("known", `Somebody has wished for ${shown(title)} already.`);
  if (status === 403)
    return say(
      "refused",
      `Seerr does not let you wish for ${shown(title)}: your rights or your quota there do not allow it.`,
    );
  return undefined;
}

/** `Dune (2021)` */
export function shown({ name, year }: Pick<Title, "name" | "year">): string {
  return year ? `${words(name)} (${year})` : words(name);
}

function card(title: Title, season: number | undefined, text: string): Message {
  const what = season === undefined ? "" : `Season ${season}. `;
  return { embeds: [{ title: shown(title), description: `${what}${text}`, ...picture(title.poster) }] };
}
