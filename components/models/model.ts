import { z } from "zod";
import { fault } from "../fault.ts";
import { memory } from "../units/index.ts";

/** A model of an inference server, and what it takes there: sizes as its makers' library tells them. */
export const model = z.strictObject({
  /** As the library has it, with its tag: "qwen3:8b". */
  name: z
    .string()
    .regex(/^[\w./-]+:(?!latest$)[\w.-]+$/, fault("not a model with its tag", 'write "qwen3:8b"')),
  quantization: z.string().regex(/^[A-Z0-9_]+$/, fault("not a quantization", 'write "Q4_K_M" or "F16"')),
  /** On disk. */
  size: memory,
  /** In the card's memory, or in the machine's where it has none: its weights, and the context that it is used with. */
  loaded: memory,
});

export type ModelSpec = z.input<typeof model>;
export type Model = z.output<typeof model>;
