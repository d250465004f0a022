import * as z from "zod";
import { capped, fenced, type Log, PeerProblem, plain } from "../../kit/index.ts";
import * as keeping from "../keeping/index.ts";
import type { Papers } from "../papers/index.ts";
import type { Store } from "../store/index.ts";
import { changes, type Moment } from "./changes.ts";
import { instructions } from "./instructions.ts";
import { type LookUp, lookUps } from "./look-ups.ts";
import type { Call, Message, Part, Router, ToolShape } from "./router.ts";

export interface TalkOptions {
  store: Store;
  router: Router;
  papers: Papers;
  log: Log;
}

const ROUNDS = 6;
const MOST_PROPOSALS = 10;
const REMEMBERED_TURNS = 12;
const MOST_BYTES = 24_000;
const NO_WORDS = "I have nothing to say to that. Please ask in other words.";

/** Answers one person. It may look up what is theirs; whatever it wants to change it only proposes. */
export class Talk {
  readonly #options: TalkOptions;
  readonly #lookUps: Readonly<Record<string, LookUp>>;
  readonly #tools: ToolShape[];

  constructor(options: TalkOptions) {
    this.#options = options;
    this.#lookUps = lookUps(options.store, options.papers);
    this.#tools = Object.entries({ ...this.#lookUps, ...changes }).map(([name, { about, schema }]) => ({
      type: "function",
      function: { name, description: about, parameters: parametersOf(schema) },
    }));
  }

  /** Answers what was said, or says why it cannot; what was said stays, and can be tried again. */
  async take(turn: keeping.Turn, moment: Moment): Promise<"answered" | "failed"> {
    const { store, log } = this.#options;
    const name = moment.person.name;
    try {
      const said = turn.hasVoice && !turn.said ? await this.#listen(turn, name) : turn.said;
      const text = await this.#answer({ ...turn, said }, moment);
      await store.as(name, (query) => keeping.answer(query, turn.id, text));
      return "answered";
    } catch (error) {
      if (!(error instanceof PeerProblem || error instanceof Unheard)) throw error;
      log.warn(
        { status: error instanceof PeerProblem ? error.status : undefined },
        "a question has no answer",
      );
      await store.as(name, (query) => keeping.fail(query, turn.id, faultOf(error)));
      return "failed";
    }
  }

  async #listen({ id }: keeping.Turn, name: string): Promise<string> {
    const { store, router } = this.#options;
    const voice = await store.as(name, (query) => keeping.attachmentOf(query, id, "voice"));
    const said = voice ? plain(await router.hear(voice.bytes, voice.type)) : "";
    if (!said) throw new Unheard("I heard no words in that. Please say it again, or write it.");
    await store.as(name, (query) => keeping.heard(query, id, said));
    return said;
  }

  async #answer(turn: keeping.Turn, moment: Moment): Promise<string> {
    const { router } = this.#options;
    const { messages, seesPicture } = await this.#begin(turn, moment);
    let proposed = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { content, calls } = await router.chat(messages, round < ROUNDS ? this.#tools : [], seesPicture);
      if (calls.length === 0) return plain(content).trim() || (proposed > 0 ? "Shall I?" : NO_WORDS);
      messages.push({ role: "assistant", content: content || null, tool_calls: calls });
      for (const call of calls) {
        const isChange = call.function.name in changes;
        const result =
          isChange && proposed >= MOST_PROPOSALS
            ? "That is too much at once."
            : await this.#use(call, turn, moment);
        if (isChange) proposed += 1;
        messages.push({
          role: "tool",
          tool_call_id: call.id,
          content: fenced(capped(plain(result), MOST_BYTES)),
        });
      }
    }
    return NO_WORDS;
  }

  async #begin(turn: keeping.Turn, moment: Moment) {
    const name = moment.person.name;
    return this.#options.store.as(name, async (query) => {
      // An earlier try may have got so far.
      await query("DELETE FROM proposals WHERE turn = $1 AND state = 'open'", [turn.id]);
      const known = await keeping.memories(query);
      const before = (await keeping.turns(query, REMEMBERED_TURNS)).filter(
        ({ id, answer }) => id < turn.id && answer !== null,
      );
      const picture = turn.picture === null ? undefined : await keeping.pictureNamed(query, turn.picture);
      const messages: Message[] = [
        { role: "system", content: instructions(moment, known) },
        ...before.flatMap(({ said, answer }): Message[] => [
          { role: "user", content: said },
          { role: "assistant", content: answer ?? "" },
        ]),
        { role: "user", content: picture ? withPicture(turn.said, picture) : turn.said },
      ];
      return { messages, seesPicture: picture !== undefined };
    });
  }

  /** What a tool says is for the model to read; a mistake of its own, or a peer that is away, is said to it, too. */
  async #use(
    { function: { name, arguments: text } }: Call,
    turn: keeping.Turn,
    moment: Moment,
  ): Promise<string> {
    const { store, log } = this.#options;
    const [change, lookUp] = [changes[name], this.#lookUps[name]];
    const tool = change ?? lookUp;
    if (!tool) return `There is no tool ${name}.`;
    const { data: args, error } = tool.schema.safeParse(jsonOf(text));
    if (error) return `These arguments are wrong: ${z.prettifyError(error)}`;
    if (change) {
      await store.as(moment.person.name, (query) =>
        keeping.propose(query, { turn: turn.id, change: name, args }),
      );
      return "It is proposed to the person, who sees it with a button. It is done only when they press it.";
    }
    try {
      return (await lookUp?.find(args, moment)) ?? "";
    } catch (problem) {
      if (!(problem instanceof PeerProblem)) throw problem;
      log.warn({ tool: name, status: problem.status }, "something cannot be looked up");
      return "That cannot be looked up just now. Say so, and that nothing is lost.";
    }
  }
}

class Unheard extends Error {}

/** For a person: never what another program has said of itself. */
function faultOf(error: PeerProblem | Unheard): string {
  if (error instanceof Unheard) return error.message;
  if (error.status === 401 || error.status === 403)
    return "I may not ask the models of the house: my key is not right. Whoever looks after the house can mend it.";
  return "I cannot think just now: the models of the house do not answer. What you said is kept.";
}

function withPicture(said: string, { type, bytes }: keeping.Attachment): Part[] {
  return [
    { type: "text", text: said || "What is in this picture?" },
    { type: "image_url", image_url: { url: `data:${type};base64,${bytes.toString("base64")}` } },
  ];
}

function parametersOf(schema: z.ZodType): object {
  const { $schema: _, ...parameters } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return parameters;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return undefined;
  }
}
