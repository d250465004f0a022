import type { Files, Program } from "../../../components/program/index.ts";
import { PROGRAM_FOLDER, reference, runtimeFor, servedBy } from "../../../components/service/index.ts";

/** What an image of a program or a site is built from: its files, and how the pods of the lab run them. */
export function imageContext({ name, start, later }: Program): Files {
  const files = { ...start, ...later };
  const { image, command, env, user } = "index.html" in start ? { ...servedBy(), env: {} } : runtimeFor(name);
  const dockerfile = [
    `FROM ${reference(image)}`,
    ...Object.entries(env).map(([variable, value]) => `ENV ${variable}=${value}`),
    `COPY ${Object.keys(files).join(" ")} ${PROGRAM_FOLDER}/`,
    `USER ${user}`,
    `ENTRYPOINT ${JSON.stringify(command)}`,
    "",
  ];
  return { ...files, Dockerfile: dockerfile.join("\n") };
}
