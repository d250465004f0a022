import { join } from "node:path";
import * as z from "zod";
import { address, type Environment, levels, oneOf, readEnvironment, size, whole } from "../kit/index.ts";

const shape = {
  MODELS_FILE: z.string("is not set; write where the list of models is"),
  /** Where files go. */
  FOLDER: z.string().optional(),
  OLLAMA_URL: address(/^https?$/, "http://ollama:11434").optional(),
  HUGGING_FACE_URL: address(/^https?$/, "https://huggingface.co").default("https://huggingface.co"),
  HUGGING_FACE_TOKEN: z.string().optional(),
  /** What was brought; only that is ever taken away again. */
  RECORD_FILE: z.string().optional(),
  PARALLEL: whole(1, 16, 2).default(2),
  /** Bytes a second, of all together. */
  BANDWIDTH: size.optional(),
  LOG_LEVEL: oneOf(levels).default("info"),
};

export type Settings = z.output<z.ZodObject<typeof shape>> & { record: string };

export function readSettings(environment: Environment): { read: Settings; strange: string[] } {
  const { read, strange } = readEnvironment(
    { prefix: "HUGGING_FACE", secrets: ["HUGGING_FACE_TOKEN"], schema: z.object(shape) },
    environment,
    ({ FOLDER, OLLAMA_URL, RECORD_FILE }) => [
      ...(FOLDER || OLLAMA_URL ? [] : ["FOLDER and OLLAMA_URL are not set: say where models shall go."]),
      ...(OLLAMA_URL && !FOLDER && !RECORD_FILE
        ? ["RECORD_FILE is not set: say where it is to be kept what Ollama was brought."]
        : []),
    ],
  );
  return {
    read: { ...read, record: read.RECORD_FILE ?? join(read.FOLDER ?? ".", ".model-sync.json") },
    strange,
  };
}
