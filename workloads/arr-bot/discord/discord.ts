import * as z from "zod";
import { ask, askFor, PeerProblem, type Question } from "../../kit/index.ts";
import { insist } from "./insist.ts";
import { calm, type Message } from "./message.ts";

const ANSWERABLE_MS = 14 * 60_000;
/** Discord knows an answer by its token only once it has heard that it will follow. */
const HEARD_MS = 10_000;

const application = z.object({ id: z.string(), verify_key: z.string().regex(/^[0-9a-f]{64}$/i) });
const guilds = z.array(z.object({ id: z.string(), name: z.string() }));
const channels = z.array(z.object({ id: z.string(), name: z.string().nullish(), type: z.int() }));

/** Discord's API, version 10, as far as this bot uses it. */
export class Discord {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url.replace(/\/$/, "");
    this.#token = token;
  }

  /** Who the bot is, and by which key Discord's word is known. */
  application() {
    return askFor(this.#question("/applications/@me"), application);
  }

  guilds() {
    return askFor(this.#question("/users/@me/guilds"), guilds);
  }

  channels(guild: string) {
    return askFor(this.#question(`/guilds/${guild}/channels`), channels);
  }

  /** All of them, in the place of those of before: it may be done at every start. */
  async register(applicationId: string, guild: string, commands: readonly object[]): Promise<void> {
    const path = `/applications/${applicationId}/guilds/${guild}/commands`;
    await ask({ ...this.#question(path), method: "PUT", body: commands });
  }

  /** Said twice within minutes under the same nonce, it is there once. */
  async say(channel: string, message: Message, nonce: string): Promise<void> {
    const body = { ...calm(message), nonce, enforce_nonce: true };
    await ask({ ...this.#question(`/channels/${channel}/messages`), body });
  }

  /** Takes away what one could click on. */
  async settle(channel: string, message: string): Promise<void> {
    const path = `/channels/${channel}/messages/${message}`;
    await ask({ ...this.#question(path), method: "PATCH", body: { components: [] } });
  }

  /** Follows up what was deferred, as long as Discord waits for it. The token in its address is all that it is known by. */
  async answer(applicationId: string, token: string, message: Message): Promise<void> {
    const url = `${this.#url}/webhooks/${applicationId}/${encodeURIComponent(token)}/messages/@original`;
    const question = { who: "Discord", url, method: "PATCH" as const, headers: AGENT, body: calm(message) };
    try {
      await insist(() => ask(question), {
        until: ANSWERABLE_MS,
        mayPass: ({ status }, passed) => status === 404 && passed < HEARD_MS,
      });
    } catch (problem) {
      if (!(problem instanceof PeerProblem)) throw problem;
      throw new PeerProblem(problem.message.replaceAll(encodeURIComponent(token), "…"));
    }
  }

  #question(path: string): Question {
    return {
      who: "Discord",
      url: `${this.#url}${path}`,
      headers: { ...AGENT, authorization: `Bot ${this.#token}` },
    };
  }
}

/** Discord turns away who does not say what it is. */
const AGENT = { "user-agent": "DiscordBot (https://arr-bot.invalid, 1)" };
