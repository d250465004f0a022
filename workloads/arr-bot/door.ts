import type { Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Log } from "../kit/index.ts";
import { checked } from "../kit/web/index.ts";
import { type Answering, answerTo, answerToClick, KINDS } from "./answers.ts";
import {
  choices,
  DEFERRED,
  EPHEMERAL,
  type Interaction,
  interaction,
  isSigned,
  type Known,
  type Message,
  Once,
  PONG,
} from "./discord/index.ts";
import type { Suggestions } from "./wishes/index.ts";

export interface Door {
  /** Nothing while Discord and the bot have not met. */
  known(): Known | undefined;
  answering: Answering;
  suggestions: Suggestions;
  log: Log;
}

type Asked = Exclude<Interaction, { type: 1 }>;

/** What Discord asks for in the name of people: nothing is answered that it has not signed, and nothing twice. */
export class DiscordDoor {
  readonly #door: Door;
  readonly #once = new Once();
  readonly #following = new Set<Promise<void>>();

  constructor(door: Door) {
    this.#door = door;
  }

  addTo(app: Hono): void {
    app.post("/interactions", async (context) => {
      const known = this.#door.known();
      if (!known) throw new HTTPException(503, { message: "The bot has not met Discord yet." });
      const said = await this.#signed(context, known);
      if (said.type === 1) return context.json(PONG);
      if (said.guild_id !== known.guild || !said.member)
        return context.json(only("I listen in the server of the house alone."));
      if (said.type === 4) return context.json(choices(await this.#suggest(said.data)));
      this.#follow(known, said);
      return context.json(DEFERRED);
    });
  }

  /** Resolves once everybody has got an answer. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#following);
  }

  async #signed({ req }: Context, { key }: Known): Promise<Interaction> {
    const signature = req.header("x-signature-ed25519") ?? "";
    const timestamp = req.header("x-signature-timestamp") ?? "";
    const body = Buffer.from(await req.arrayBuffer());
    if (!isSigned(key, { signature, timestamp, body }))
      throw new HTTPException(401, { message: "This is not signed by Discord." });
    if (!this.#once.pass(signature, Number(timestamp)))
      throw new HTTPException(401, { message: "This was said before." });
    return checked(json(body), interaction, "body");
  }

  /** Nobody can be told that nothing is found because something is down; the answer to the command says so. */
  async #suggest({ name, options }: Extract<Interaction, { type: 4 }>["data"]) {
    const kind = KINDS[name];
    const written = options.find(({ focused }) => focused)?.value;
    if (!kind || typeof written !== "string") return [];
    try {
      return await this.#door.suggestions.for(kind, written);
    } catch (problem) {
      this.#door.log.warn({ problem: String(problem) }, "nothing can be suggested at present");
      return [];
    }
  }

  #follow({ application }: Known, said: Exclude<Asked, { type: 4 }>): void {
    const { answering, log } = this.#door;
    const message: Promise<Message> =
      said.type === 2 ? answerTo(said, answering) : answerToClick(said, answering);
    const following = message
      .then((answer) => answering.discord.answer(application, said.token, answer))
      .catch((problem: unknown) => log.error({ problem: String(problem) }, "an answer did not reach Discord"))
      .finally(() => this.#following.delete(following));
    this.#following.add(following);
  }
}

const only = (content: string) => ({
  type: 4,
  data: { content, flags: EPHEMERAL, allowed_mentions: { parse: [] } },
});

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new HTTPException(400, { message: "The body is not JSON." });
  }
}
