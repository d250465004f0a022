import type { Files, Program } from "../../../components/program/index.ts";
import { PROGRAM_FOLDER, reference, runtimeFor } from "../../../components/service/index.ts";

/** What an image of a program is built from: its files, and how the pods of the lab run them. */
export function imageContext({ name, start, later }: Program): Files {
  const { image, command, env, user } = runtimeFor(name);
  const dockerfile = [
    `FROM ${reference(image)}`,
    ...Object.entries(env).map(([variable, value]) => `ENV ${variable}=${value}`),
    `COPY *.mjs ${PROGRAM_FOLDER}/`,
    `USER ${user}`,
    `ENTRYPOINT ${JSON.stringify(command)}`,
    "",
  ];
  return { ...start, ...later, Dockerfile: dockerfile.join("\n") };
}
