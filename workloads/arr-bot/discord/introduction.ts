import type { KeyObject } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Log, PeerProblem } from "../../kit/index.ts";
import { COMMANDS } from "./commands.ts";
import type { Discord } from "./discord.ts";
import { publicKey } from "./signature.ts";

/** What the bot learns of itself from Discord, by its token alone. */
export interface Known {
  application: string;
  key: KeyObject;
  guild: string;
  channel: string;
}

const TEXT_CHANNELS = [0, 5];
const PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

/** What only a person can mend, in Discord or in the settings. */
export class Unmet extends Error {}

/** Asks Discord who this is, where it belongs and where to speak; and tells it the commands. */
export async function meet(discord: Discord, channelName: string): Promise<Known> {
  const { id: application, verify_key } = await discord.application();
  const guilds = await discord.guilds();
  const [guild, another] = guilds;
  if (!guild)
    throw new Unmet("The bot is in no server of Discord yet. Invite it, by the address in the README.");
  if (another)
    throw new Unmet(
      `The bot is in ${guilds.length} servers of Discord. Let it leave all but that of the house.`,
    );
  const channel = (await discord.channels(guild.id)).find(
    ({ name, type }) => name === channelName && TEXT_CHANNELS.includes(type),
  );
  if (!channel)
    throw new Unmet(
      `The bot sees no channel #${channelName} in its server. Make it, let the bot read it, or name another by ARR_BOT_CHANNEL.`,
    );
  await discord.register(application, guild.id, COMMANDS);
  return { application, key: publicKey(verify_key), guild: guild.id, channel: channel.id };
}

/** The same, until it goes well. What is in the way is said once. */
export async function meetAtLast(
  discord: Discord,
  channelName: string,
  { log, signal, pauseMs = PAUSE_MS }: { log: Log; signal: AbortSignal; pauseMs?: number | undefined },
): Promise<Known | undefined> {
  let said = "";
  for (let pause = pauseMs; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await meet(discord, channelName);
    } catch (problem) {
      if (!(problem instanceof PeerProblem || problem instanceof Unmet)) throw problem;
      const says = inTheWay(problem);
      if (says !== said) log.error({ problem: says }, "Discord and the bot have not met");
      said = says;
      const wait = problem instanceof PeerProblem && problem.retryAfter ? problem.retryAfter * 1_000 : pause;
      await sleep(Math.min(wait, LONGEST_PAUSE_MS), undefined, { signal }).catch(() => {});
    }
  }
  return undefined;
}

function inTheWay(problem: PeerProblem | Unmet): string {
  if (problem instanceof PeerProblem && problem.status === 401)
    return "Discord does not know the token in DISCORD_TOKEN. Make a new one in its developer portal, under Bot.";
  return problem.message;
}
