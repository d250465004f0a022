import { z } from "zod";
import { fault } from "../fault.ts";
import { memory } from "../units/index.ts";

/** What a model takes, wherever it is from: sizes as its makers tell them. */
const sizes = {
  quantization: z.string().regex(/^[A-Z0-9_]+$/, fault("not a quantization", 'write "Q4_K_M" or "F16"')),
  /** On disk. */
  size: memory,
  /** In the card's memory, or in the machine's where it has none: its weights, and the context that it is used with. */
  loaded: memory,
};

/** Of Ollama's library. */
export const model = z.strictObject({
  /** As the library has it, with its tag: "qwen3:8b". */
  name: z
    .string()
    .regex(/^[\w./-]+:(?!latest$)[\w.-]+$/, fault("not a model with its tag", 'write "qwen3:8b"')),
  ...sizes,
});

const repository = z
  .string()
  .regex(/^[\w.-]+\/[\w.-]+$/, fault("not a repository of Hugging Face", 'write "Qwen/Qwen3-14B-GGUF"'));

/** A repository of Hugging Face, of which llama.cpp takes the file of this quantization. */
export const gguf = z.strictObject({ repository, ...sizes });

const WEIGHTS = fault(
  "not a file of weights",
  'write "model.safetensors": others can hold programs, and run them',
);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, fault("not a SHA-256", "write its 64 hexadecimal digits"));
const lying = {
  into: z.string().regex(/^[\w-]+$/, fault("not a folder of models", 'write "checkpoints"')),
  ...sizes,
};

/** One file, and the folder of models that it goes into: "checkpoints", "vae", "loras". */
export const modelFile = z.union([
  z.strictObject({
    repository,
    file: z.string().regex(/^[\w./-]+\.(safetensors|gguf|sft)$/, WEIGHTS),
    ...lying,
    /** Where its makers publish it: then nothing else is taken for it. Else it is as Hugging Face says on that night. */
    sha256: sha256.optional(),
  }),
  /** From anywhere else: there nobody vouches for it but its digest. */
  z.strictObject({
    url: z.url({ protocol: /^https$/ }).regex(/\/[\w.-]+\.(safetensors|gguf|sft)$/, WEIGHTS),
    ...lying,
    sha256,
  }),
]);

export type ModelSpec = z.input<typeof model>;
export type GgufSpec = z.input<typeof gguf>;
export type ModelFileSpec = z.input<typeof modelFile>;
export type ModelFile = z.output<typeof modelFile>;
