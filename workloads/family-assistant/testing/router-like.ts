import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { checked } from "../../kit/web/index.ts";
import { listening, type Peer } from "./peer.ts";

export const ROUTER_KEY = "sk-a-key-of-the-router-for-tests";
const SIZE = 64;

const message = z.looseObject({ role: z.enum(["system", "user", "assistant", "tool"]) });
const chat = z.strictObject({
  model: z.string(),
  messages: z.array(message).min(2),
  tools: z.array(z.looseObject({ type: z.literal("function") })).optional(),
});
const texts = z.strictObject({ model: z.string(), input: z.array(z.string()).min(1) });
const speech = z.strictObject({
  model: z.string(),
  voice: z.string(),
  input: z.string(),
  response_format: z.literal("mp3"),
});

export type Asked = z.output<typeof chat>;

/** What a model says: words, or a wish for tools, by their names and arguments; or something that no router says. */
export type Said = string | Wish[] | { instead: object };

interface Wish {
  tool: string;
  args: object;
}

/** OpenAI's API as the router has it, with a model whose every word a test decides. */
export class RouterLike {
  think: (asked: Asked) => Said | Promise<Said> = () => "Hello there!";
  hear: (sound: Buffer) => string = (sound) => sound.toString("utf8");
  /** Behind a real router, which says nothing of what it was told of privacy. */
  isProvider = false;
  readonly asked: Asked[] = [];
  peer!: Peer;

  static async start(): Promise<RouterLike> {
    const router = new RouterLike();
    router.peer = await listening(router.#app());
    return router;
  }

  #app(): Hono {
    const app = new Hono();
    app.use(async (context, next) => {
      if (context.req.header("authorization") !== `Bearer ${ROUTER_KEY}`)
        throw new HTTPException(401, { message: "Unknown key." });
      if (!this.isProvider && context.req.header("x-router-privacy") !== "local")
        throw new HTTPException(400, { message: "This would leave the house." });
      await next();
    });
    app.post("/v1/chat/completions", async (context) => {
      const asked = checked(await context.req.json(), chat, "body");
      this.asked.push(asked);
      return context.json(completion(await this.think(asked)));
    });
    app.post("/v1/embeddings", async (context) => {
      const { input } = checked(await context.req.json(), texts, "body");
      const data = input.map((text, index) => ({ object: "embedding", index, embedding: vectorOf(text) }));
      return context.json({ object: "list", data, model: "embeddings" });
    });
    app.post("/v1/audio/transcriptions", async (context) => {
      const { file, model } = await context.req.parseBody();
      if (!(file instanceof File) || typeof model !== "string")
        throw new HTTPException(400, { message: "file and model are wanted" });
      return context.json({ text: this.hear(Buffer.from(await file.arrayBuffer())) });
    });
    app.post("/v1/audio/speech", async (context) => {
      const { input } = checked(await context.req.json(), speech, "body");
      return context.body(`ID3 ${input}`, 200, { "content-type": "audio/mpeg" });
    });
    return app;
  }
}

function completion(said: Said) {
  if (typeof said === "object" && "instead" in said) return said.instead;
  const message =
    typeof said === "string"
      ? { role: "assistant", content: said }
      : {
          role: "assistant",
          content: null,
          tool_calls: said.map(({ tool, args }, index) => ({
            id: `call_${index}`,
            type: "function",
            function: { name: tool, arguments: JSON.stringify(args) },
          })),
        };
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: "stop" }],
  };
}

/** The same words are near each other, and that is all that it knows of meaning. */
function vectorOf(text: string): number[] {
  const vector = Array.from({ length: SIZE }, () => 0);
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    let hash = 7;
    for (const letter of word) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
    vector[hash % SIZE] = (vector[hash % SIZE] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((each) => each / length);
}

/** The model wants these tools, and says that when it has them. */
export function scripted(wishes: Wish | Wish[], then = "Well.") {
  const all = [wishes].flat();
  return ({ messages }: Asked): Said => (messages.at(-1)?.role === "user" ? all : then);
}

/** The last thing that the model was told. */
export function lastOf({ messages }: Asked): string {
  return String(messages.at(-1)?.content);
}
