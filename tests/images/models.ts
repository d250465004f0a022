import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import * as z from "zod";

const DIMENSIONS = 1536;

const embeddings = z.strictObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string())]),
  encoding_format: z.enum(["float", "base64"]).optional(),
});

const chat = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
  response_format: z.object({ type: z.literal("json_object") }).optional(),
});

/** What speaks OpenAI's API as far as Mem0 asks: words that are the same are near, and what is said is worth remembering. */
export class Models {
  readonly wrongs: string[] = [];
  readonly models = new Set<string>();
  /** What a model picks out of what was said. */
  facts: string[] = [];
  isBroken = false;
  url = "";

  static async start(key: string): Promise<Models> {
    const models = new Models();
    const server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body: unknown = JSON.parse(Buffer.concat(parts).toString("utf8") || "null");
      if (request.headers.authorization !== `Bearer ${key}`) models.wrongs.push("without the key");
      const answer = models.isBroken ? undefined : models.#answer(request.url ?? "", body);
      response.writeHead(answer ? 200 : 503, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? { error: { message: "said hunter2" } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    models.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    return models;
  }

  #answer(path: string, body: unknown): object | undefined {
    if (path === "/v1/embeddings") {
      const asked = this.#checked(embeddings, body);
      const texts = asked ? [asked.input].flat() : [];
      return {
        object: "list",
        data: texts.map((text, index) => ({ object: "embedding", index, embedding: near(text) })),
      };
    }
    if (path === "/v1/chat/completions") {
      this.#checked(chat, body);
      const memory = this.facts.map((text, id) => ({ id: String(id), text }));
      const message = { role: "assistant", content: JSON.stringify({ memory }) };
      return {
        id: "1",
        object: "chat.completion",
        created: 1,
        model: "m",
        choices: [{ index: 0, message, finish_reason: "stop" }],
      };
    }
    this.wrongs.push(`${path} is not there`);
    return undefined;
  }

  #checked<Schema extends z.ZodType<{ model: string }>>(
    schema: Schema,
    body: unknown,
  ): z.output<Schema> | undefined {
    const result = schema.safeParse(body);
    if (result.success) this.models.add(result.data.model);
    else this.wrongs.push(result.error.message);
    return result.data;
  }
}

/** As many words as two texts share, so near they are. */
function near(text: string): number[] {
  const vector: number[] = new Array(DIMENSIONS).fill(0);
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    let place = 7;
    for (const letter of word) place = (place * 31 + (letter.codePointAt(0) ?? 0)) % DIMENSIONS;
    vector[place] = 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((each) => each / length);
}
