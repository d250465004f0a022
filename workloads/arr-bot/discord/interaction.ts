import * as z from "zod";

const id = z.string().regex(/^\d{1,20}$/);
const option = z.object({
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});

const asked = {
  id,
  application_id: id,
  token: z.string().min(1).max(1_000),
  /** Missing where somebody writes to the bot alone. */
  guild_id: id.optional(),
  member: z.object({ user: z.object({ id }) }).optional(),
};
const called = z.object({ name: z.string(), options: z.array(option).default([]) });

/** What Discord says when somebody does something, as far as it matters here. */
export const interaction = z.discriminatedUnion("type", [
  z.object({ type: z.literal(1) }),
  z.object({ type: z.literal(2), ...asked, data: called }),
  z.object({
    type: z.literal(3),
    ...asked,
    data: z.object({ custom_id: z.string() }),
    message: z.object({ id, channel_id: id }),
  }),
  z.object({ type: z.literal(4), ...asked, data: called }),
]);

export type Interaction = z.output<typeof interaction>;
export type Command = Extract<Interaction, { type: 2 }>;
export type Click = Extract<Interaction, { type: 3 }>;
export type Option = z.output<typeof option>;

/** Shown to the one who asked alone. */
export const EPHEMERAL = 64;

export const PONG = { type: 1 };
/** "… is thinking"; the answer follows. */
export const DEFERRED = { type: 5, data: { flags: EPHEMERAL } };
export const choices = (found: { name: string; value: string }[]) => ({ type: 8, data: { choices: found } });
