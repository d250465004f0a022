import { z } from "zod";
import { parse } from "../parse/index.ts";
import { type Problem, Refusal, refuse } from "../refusal.ts";
import { urlOf, type Value } from "../service/index.ts";
import { bytes, type Memory, memoryOf } from "../units/index.ts";
import { type Model, type ModelSpec, model } from "./model.ts";

export type { ModelSpec };

/** What there is for models: all of them lie on its disk, and each has to fit into its memory by itself. */
export interface Server {
  service: string;
  disk?: Memory;
  memory: Memory;
}

/** A model that is there already is compared and left. One that cannot be had fails the job, after the others were. */
const PULL = `missed=0
for model in "$@"; do
  answer=$(curl --silent --show-error --fail-with-body --max-time 7200 --json "$model" "$SERVER/api/pull") || missed=1
  echo "$model $answer"
  case "$answer" in *'"status":"success"'*) ;; *) missed=1 ;; esac
done
exit "$missed"
`;

/** How a job brings an Ollama the models that it shall have. None is taken away: somebody may be trying another one. */
export function ollamaSync(
  server: Server,
  specs: ModelSpec[],
): { command: string[]; env: { SERVER: Value } } {
  const where = `the models of ${server.service}`;
  const { value: models, problems } = parse(z.array(model).min(1), specs, where);
  if (!models) throw new Refusal(problems);
  refuse([...tooManyOnDisk(server, models, where), ...tooLarge(server, models, where)]);
  const pulls = models.map(({ name }) => JSON.stringify({ model: name, stream: false }));
  return { command: ["sh", "-c", PULL, "sync", ...pulls], env: { SERVER: urlOf(server.service) } };
}

function tooManyOnDisk({ service, disk }: Server, models: Model[], where: string): Problem[] {
  const asked = models.reduce((sum, { size }) => sum + bytes(size), 0);
  if (disk === undefined || asked <= bytes(disk)) return [];
  return [
    {
      where,
      what: `they take ${memoryOf(asked)} of disk, and ${service} has ${disk}.`,
      facts: models
        .toSorted((a, b) => bytes(b.size) - bytes(a.size))
        .map(({ name, size }) => `${name}: ${size}`),
      fix: `leave one of them out, or give ${service} a larger disk`,
    },
  ];
}

function tooLarge({ service, memory }: Server, models: Model[], where: string): Problem[] {
  return models
    .filter(({ loaded }) => bytes(loaded) > bytes(memory))
    .map(({ name, quantization, loaded }) => ({
      where,
      what: `${name} (${quantization}) takes ${loaded} when it is loaded, and ${service} has ${memory}.`,
      fix: "use a smaller one, or one that is quantized further",
    }));
}
