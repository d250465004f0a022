import { z } from "zod";
import { parse } from "../parse/index.ts";
import { Refusal, refuse } from "../refusal.ts";
import { urlOf, type Value } from "../service/index.ts";
import { misfits, type Server } from "./fits.ts";
import { type ModelSpec, model } from "./model.ts";

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
  refuse(misfits(server, models, where));
  const pulls = models.map(({ name }) => JSON.stringify({ model: name, stream: false }));
  return { command: ["sh", "-c", PULL, "sync", ...pulls], env: { SERVER: urlOf(server.service) } };
}
