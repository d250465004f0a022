import { generateKeyPairSync, sign } from "node:crypto";
import * as z from "zod";
import { type Answer, type Asked, StrictServer } from "./serve.ts";

const CALM = z.strictObject({ parse: z.array(z.string()).length(0) });
const embed = z.strictObject({
  title: z.string().min(1).max(256),
  description: z.string().min(1).max(4096).optional(),
  color: z.int().min(0).max(0xffffff).optional(),
  thumbnail: z.strictObject({ url: z.url({ protocol: /^https$/ }) }).optional(),
});
const button = z.strictObject({
  type: z.literal(2),
  style: z.int().min(1).max(4),
  label: z.string().max(80),
  custom_id: z.string().max(100),
});
const message = {
  content: z.string().max(2000).optional(),
  embeds: z.array(embed).max(10).optional(),
  components: z.array(z.strictObject({ type: z.literal(1), components: z.array(button).max(5) })).optional(),
  allowed_mentions: CALM,
};
const answer = z.strictObject(message);
const said = z.strictObject({ ...message, nonce: z.string().max(25), enforce_nonce: z.literal(true) });
const option = z.strictObject({
  type: z.union([z.literal(3), z.literal(4)]),
  name: z.string().regex(/^[-_\p{Ll}\p{N}]{1,32}$/u),
  description: z.string().min(1).max(100),
  required: z.boolean(),
  autocomplete: z.boolean().optional(),
  min_value: z.int().optional(),
  max_value: z.int().optional(),
});
const commands = z.array(
  z.strictObject({
    type: z.literal(1),
    name: z.string().regex(/^[-_\p{Ll}\p{N}]{1,32}$/u),
    description: z.string().min(1).max(100),
    options: z.array(option).optional(),
  }),
);
const reply = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal(1) }),
  z.strictObject({
    type: z.literal(4),
    data: z.strictObject({ content: z.string(), flags: z.literal(64), allowed_mentions: CALM }),
  }),
  z.strictObject({ type: z.literal(5), data: z.strictObject({ flags: z.literal(64) }) }),
  z.strictObject({
    type: z.literal(8),
    data: z.strictObject({
      choices: z
        .array(z.strictObject({ name: z.string().min(1).max(100), value: z.string().max(100) }))
        .max(25),
    }),
  }),
]);

export const TOKEN = "a-token-of-a-bot-that-is-none";
const APPLICATION = "1100000000000000001";
export const GUILD = "1100000000000000002";
const CHANNEL = "1100000000000000003";
let ids = 0;

/** Discord, as its documentation says: it signs with a key of its own, and knows an answer only after it was deferred. */
export class FakeDiscord extends StrictServer {
  readonly #keys = generateKeyPairSync("ed25519");
  readonly answers = new Map<string, z.output<typeof answer>>();
  readonly messages: z.output<typeof said>[] = [];
  readonly settled: string[] = [];
  readonly #deferred = new Set<string>();
  guilds = [{ id: GUILD, name: "House" }];
  channels = [
    { id: "1", name: "media", type: 2 },
    { id: CHANNEL, name: "media", type: 0 },
  ];
  registered = 0;
  now = Math.floor(Date.now() / 1000);

  static async start(): Promise<FakeDiscord> {
    const discord = new FakeDiscord();
    return discord.listen((asked) => discord.#route(asked));
  }

  /** Says it to the bot, signed, and checks what it answers. */
  async say(to: string, body: object | string, more: Record<string, string> = {}) {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const timestamp = String(this.now);
    const signature = sign(null, Buffer.from(timestamp + text), this.#keys.privateKey).toString("hex");
    const response = await fetch(`${to}/interactions`, {
      method: "POST",
      body: text,
      headers: {
        "content-type": "application/json",
        "x-signature-ed25519": signature,
        "x-signature-timestamp": timestamp,
        ...more,
      },
    });
    const answered: unknown = await response.json();
    if (response.status !== 200) return { status: response.status, body: answered };
    const checked = this.checked(reply, answered, "an answer to an interaction");
    if (checked?.type === 5) this.#deferred.add((body as { token: string }).token);
    return { status: 200, body: checked };
  }

  /** The same for somebody in the server of the house. */
  async command(to: string, who: string, name: string, options: object[] = [], type = 2) {
    const token = `${name}-token-${++ids}`;
    const heard = await this.say(
      to,
      interaction(token, who, { type, data: { id: "7", name, type: 1, options } }),
    );
    return { token, ...heard };
  }

  async click(to: string, who: string, customId: string) {
    const token = `click-token-${++ids}`;
    const data = { component_type: 2, custom_id: customId };
    const message = { id: "99", channel_id: CHANNEL };
    const heard = await this.say(to, interaction(token, who, { type: 3, data, message }));
    return { token, ...heard };
  }

  #route({ method, path, headers, body }: Asked): Answer | undefined {
    if (!/^DiscordBot \(\S+, \S+\)/.test(headers["user-agent"] ?? ""))
      this.wrongs.push("no User-Agent of a bot");
    const [, token] = new RegExp(`^/webhooks/${APPLICATION}/([^/]+)/messages/@original$`).exec(path) ?? [];
    if (token && method === "PATCH") return this.#answered(token, body);
    if (headers.authorization !== `Bot ${TOKEN}`)
      return { status: 401, body: { message: "401: Unauthorized", code: 0 } };
    const answers: Record<string, () => Answer> = {
      "GET /applications/@me": () => ok({ id: APPLICATION, name: "arr", verify_key: this.#verifyKey() }),
      "GET /users/@me/guilds": () => ok(this.guilds),
      [`GET /guilds/${GUILD}/channels`]: () => ok(this.channels),
      [`PUT /applications/${APPLICATION}/guilds/${GUILD}/commands`]: () => this.#register(body),
      [`POST /channels/${CHANNEL}/messages`]: () => this.#said(body),
      [`PATCH /channels/${CHANNEL}/messages/99`]: () => {
        this.checked(z.strictObject({ components: z.array(z.never()).length(0) }), body, "what is settled");
        this.settled.push("99");
        return ok({ id: "99" });
      },
    };
    return answers[`${method} ${path}`]?.();
  }

  #answered(token: string, body: unknown): Answer {
    if (!this.#deferred.has(token)) return { status: 404, body: { message: "Unknown Webhook", code: 10015 } };
    const checked = this.checked(answer, body, "an answer");
    if (!checked) return { status: 400, body: { message: "Invalid Form Body", code: 50035 } };
    this.answers.set(token, checked);
    return ok({ id: "5" });
  }

  #said(body: unknown): Answer {
    const checked = this.checked(said, body, "a message");
    if (!checked) return { status: 400, body: { message: "Invalid Form Body", code: 50035 } };
    if (!this.messages.some(({ nonce }) => nonce === checked.nonce)) this.messages.push(checked);
    return ok({ id: "6" });
  }

  #register(body: unknown): Answer {
    this.checked(commands, body, "commands");
    this.registered += 1;
    return ok(body);
  }

  #verifyKey(): string {
    const { x = "" } = this.#keys.publicKey.export({ format: "jwk" });
    return Buffer.from(x, "base64url").toString("hex");
  }
}

export function interaction(token: string, who: string, more: object, guild: string | undefined = GUILD) {
  const id = String(1200000000000000000n + BigInt(++ids));
  const user = { id: who, username: "ada", discriminator: "0" };
  return {
    id,
    application_id: APPLICATION,
    token,
    version: 1,
    ...(guild ? { guild_id: guild, channel_id: CHANNEL, member: { user, roles: [] } } : { user }),
    ...more,
  };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}
