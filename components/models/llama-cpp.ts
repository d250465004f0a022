import { parse } from "../parse/index.ts";
import { Refusal, refuse } from "../refusal.ts";
import { misfits, type Server } from "./fits.ts";
import { type GgufSpec, gguf } from "./model.ts";

/** More layers than any model has: all of it in the card. */
const ALL_LAYERS = "99";

/** The one model that a llama.cpp serves, with how much of a conversation it sees. It fetches it itself, and once. */
export function llamaCpp(server: Server, spec: GgufSpec, { context }: { context: number }): string[] {
  const where = `the model of ${server.service}`;
  const { value: model, problems } = parse(gguf, spec, where);
  if (!model) throw new Refusal(problems);
  const name = `${model.repository}:${model.quantization}`;
  refuse(misfits(server, [{ ...model, name }], where));
  return ["--hf-repo", name, "--ctx-size", String(context), "--n-gpu-layers", ALL_LAYERS];
}
