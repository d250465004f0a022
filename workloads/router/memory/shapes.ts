import * as z from "zod";

const count = z.int().nonnegative();
/** Seconds since 1970, as OpenAI has it. */
const moment = z.int();
const object = z.looseObject({});

/** Of a page. */
export const limit = z.coerce.number().pipe(z.int().min(1).max(100)).default(20);

export const conversationShape = z.object({
  id: z.string(),
  object: z.literal("conversation"),
  title: z.string(),
  pinned: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  tokens: count,
  created_at: moment,
  updated_at: moment,
});
export type Conversation = z.infer<typeof conversationShape>;

export const messageShape = z.object({ position: count, at: moment, message: object });
export type ShownMessage = z.infer<typeof messageShape>;

export const foundShape = z.object({
  conversation: z.string(),
  title: z.string(),
  position: count,
  role: z.string(),
  at: moment,
  excerpt: z.string(),
  score: z.number(),
});
export type Found = z.infer<typeof foundShape>;

export const searchShape = z.object({
  by: z.enum(["words", "words and meaning"]),
  /** Why it went by words alone. */
  note: z.string().optional(),
  data: z.array(foundShape),
});
export type SearchAnswer = z.infer<typeof searchShape>;

export const preferencesShape = z.strictObject({
  /** Whether every conversation is kept, also when no request asks for it. */
  always: z.boolean(),
  /** Days after which a conversation goes; null for the router's own setting. */
  keep_days: z.int().min(1).max(36_500).nullable(),
});
export type Preferences = z.infer<typeof preferencesShape>;

export const personShape = z.object({ person: z.string(), conversations: count, updated_at: moment });
export type Remembered = z.infer<typeof personShape>;

export function listShape<Item extends z.ZodType>(item: Item) {
  return z.object({ object: z.literal("list"), data: z.array(item), has_more: z.boolean() });
}
export interface Page<Item> {
  object: "list";
  data: Item[];
  has_more: boolean;
}

export const deletedShape = z.object({ id: z.string(), object: z.string(), deleted: z.literal(true) });
export const responseShape = object;
export const itemShape = object;

/** What a person may say of a conversation; OpenAI's own limits for metadata. */
export const changesShape = z.strictObject({
  title: z.string().max(200).optional(),
  pinned: z.boolean().optional(),
  metadata: z
    .record(z.string().max(64), z.string().max(512))
    .refine((all) => Object.keys(all).length <= 16, "may have 16 entries at most")
    .nullable()
    .optional(),
});
export type Changes = z.infer<typeof changesShape>;
