import { type Log, PeerProblem } from "../kit/index.ts";
import { type Click, type Command, type Discord, type Message, words } from "./discord/index.ts";
import type { Kind, Radarr, Sonarr } from "./house/index.ts";
import { type House, stranger, upcoming, wishesOf, wishFor } from "./wishes/index.ts";

export interface Answering {
  house: House;
  sonarr: Sonarr;
  radarr: Radarr;
  discord: Discord;
  log: Log;
  /** How it ended, for the figures. */
  ended(what: string, outcome: string): void;
}

/** Discord's names for what Seerr calls otherwise. */
export const KINDS: Record<string, Kind> = { film: "movie", series: "tv" };

/** What to say to a command. */
export function answerTo(command: Command, answering: Answering): Promise<Message> {
  const { name } = command.data;
  return spoken(name, answering, async () => {
    const { house } = answering;
    const who = command.member?.user.id;
    const kind = KINDS[name];
    if (who && kind) {
      const option = (wanted: string) => command.data.options.find((each) => each.name === wanted)?.value;
      const season = option("season");
      const { outcome, message } = await wishFor(
        {
          who,
          kind,
          chosen: String(option("title")),
          season: typeof season === "number" ? season : undefined,
        },
        house,
      );
      return { outcome, message };
    }
    if (who && name === "wishes") return { outcome: "told", message: await wishesOf(who, house) };
    if (name === "upcoming") return { outcome: "told", message: await upcoming(answering) };
    return { outcome: "unknown", message: { content: `There is no /${words(name)} here any more.` } };
  });
}

/** What to say to somebody who decides on another one's wish. Whether they may, Seerr knows. */
export function answerToClick(click: Click, answering: Answering): Promise<Message> {
  return spoken("decide", answering, async () => {
    const { house, discord, log } = answering;
    const [, decision, request] = /^(approve|decline):(\d{1,9})$/.exec(click.data.custom_id) ?? [];
    const who = click.member?.user.id;
    if (!who || !request) return { outcome: "unknown", message: { content: "This does nothing any more." } };
    const user = await house.people.find(who);
    if (typeof user === "string") return { outcome: "stranger", message: { content: stranger(user, who) } };
    try {
      await house.seerr.decide(user, Number(request), decision as "approve" | "decline");
    } catch (problem) {
      const says = problem instanceof PeerProblem && REFUSALS[problem.status ?? 0];
      if (says) return { outcome: "refused", message: { content: says } };
      throw problem;
    }
    await discord.settle(click.message.channel_id, click.message.id).catch((problem: unknown) => {
      log.warn({ problem: String(problem) }, "the buttons of a wish that is decided are still there");
    });
    const said =
      decision === "approve" ? "You have agreed: it is being looked for." : "You have declined it.";
    return { outcome: "done", message: { content: said } };
  });
}

const REFUSALS: Record<number, string> = {
  403: "Seerr does not let you decide on the wishes of others.",
  404: "This wish is not there any more.",
};

/** Whoever asked gets an answer, whatever happens; what is wrong is for the log. */
async function spoken(
  what: string,
  { log, ended }: Answering,
  answer: () => Promise<{ outcome: string; message: Message }>,
): Promise<Message> {
  try {
    const { outcome, message } = await answer();
    ended(what, outcome);
    return message;
  } catch (problem) {
    ended(what, "failed");
    log.warn(
      { what, problem: problem instanceof Error ? problem.message : String(problem) },
      "could not be answered",
    );
    const who =
      problem instanceof PeerProblem ? "Seerr does not answer as it should" : "Something went wrong here";
    return { content: `${who}. Nothing was counted; ask again in some minutes.` };
  }
}
