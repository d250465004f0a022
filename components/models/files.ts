import { z } from "zod";
import { parse } from "../parse/index.ts";
import { type Problem, Refusal, refuse } from "../refusal.ts";
import { fromConfig, secretValue } from "../service/index.ts";
import { misfits, type Server } from "./fits.ts";
import { type ModelFile, type ModelFileSpec, modelFile } from "./model.ts";
import { syncing } from "./sync.ts";

const TOKEN = "/etc/model-sync/token";

/**
 * How a job brings files of models into the folder that a server of pictures reads, with whose token at Hugging Face (the
 * name of it in the config): some files are only for those who accepted their makers' terms.
 */
export function filesSync(server: Server & { folder: string; token?: string }, specs: ModelFileSpec[]) {
  const where = `the models of ${server.service}`;
  const { value: files, problems } = parse(z.array(modelFile).min(1), specs, where);
  if (!files) throw new Refusal(problems);
  const named = files.map((each) => ({ ...each, name: pathOf(each) }));
  refuse([...doubles(named, where), ...misfits(server, named, where)]);
  const plan = syncing({ files: files.map(wantedOf) }, server.disk);
  const env = { ...plan.env, FOLDER: server.folder };
  if (!server.token) return { ...plan, env };
  return {
    ...plan,
    files: { ...plan.files, [TOKEN]: secretValue("hugging-face") },
    env: { ...env, HUGGING_FACE_TOKEN_FILE: TOKEN },
    secrets: { "hugging-face": fromConfig(server.token) },
  };
}

function wantedOf(each: ModelFile) {
  const from = "url" in each ? { url: each.url } : { repository: each.repository, file: each.file };
  return { path: pathOf(each), ...from, ...(each.sha256 && { sha256: each.sha256 }) };
}

function pathOf(each: ModelFile): string {
  return `${each.into}/${("url" in each ? each.url : each.file).split("/").at(-1)}`;
}

function doubles(named: { name: string }[], where: string): Problem[] {
  const names = named.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map((name) => ({
    where,
    what: `two files would both be ${name}.`,
    fix: "leave one of them out, or put it into another folder",
  }));
}
