import { z } from "zod";
import { parse } from "../parse/index.ts";
import { Refusal, refuse } from "../refusal.ts";
import { claim, urlOf } from "../service/index.ts";
import { misfits, type Server } from "./fits.ts";
import { type ModelSpec, model } from "./model.ts";
import { syncing } from "./sync.ts";

/**
 * How a job has an Ollama fetch the models that it shall have, and remove those that it was once brought. What somebody
 * else tries out there stays; which is which it keeps on a disk of its own.
 */
export function ollamaSync(server: Server, specs: ModelSpec[]) {
  const where = `the models of ${server.service}`;
  const { value: models, problems } = parse(z.array(model).min(1), specs, where);
  if (!models) throw new Refusal(problems);
  refuse(misfits(server, models, where));
  const plan = syncing({ models: models.map(({ name }) => name) }, server.disk);
  return {
    ...plan,
    env: { ...plan.env, OLLAMA_URL: urlOf(server.service), RECORD_FILE: "/data/brought.json" },
    // Lost, it takes nothing away any more.
    volumes: { "/data": claim("1Gi", { class: "local-path", backup: "never" }) },
  };
}
