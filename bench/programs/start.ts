import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../components/program/index.ts";
import { nodeOfImage } from "../../components/program/testing/node.ts";
import { runtimeFor } from "../../components/service/index.ts";
import { labOf } from "../../stacks/labs.ts";
import { freePort, GATEWAY, type PinnedProcess, startServer } from "../router/process.ts";
import { withoutDatabase } from "./subjects.ts";

export interface Started {
  origin: string;
  server: PinnedProcess;
}

/** A program as its pods run it: bundled, by their Node.js and the flags that follow from what is declared of it, on one core. */
export async function startProgram(
  name: string,
  folder: string,
  settings: Record<string, string>,
): Promise<Started> {
  const app = join(folder, "app");
  mkdirSync(app);
  const { start, later } = await bundle(name);
  for (const [file, text] of Object.entries({ ...start, ...later })) writeFileSync(join(app, file), text);
  const { flags, env } = await declared(name);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startServer(GATEWAY, [await nodeOfImage(), ...flags, join(app, `${name}.mjs`)], {
    log: join(folder, "log"),
    ready: `${origin}${withoutDatabase.has(name) ? "/healthz" : "/readyz"}`,
    env: { ...env, ...settings, PORT: String(port) },
  });
  return { origin, server };
}

/** On the same core, so that neither has more of the machine. */
export async function startFloor(folder: string, bytes: number): Promise<Started> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const program = fileURLToPath(new URL("floor.mjs", import.meta.url));
  const server = await startServer(GATEWAY, [await nodeOfImage(), program], {
    log: join(folder, "floor-log"),
    ready: origin,
    env: { PORT: String(port), BYTES: String(bytes) },
  });
  return { origin, server };
}

async function declared(name: string) {
  const { services } = await labOf("homelab");
  const found = services.find((each) => each.program === name);
  const { command, env } = runtimeFor(name, found && { resources: found.resources });
  // Between Node.js itself and the program.
  return { flags: command.slice(1, -1), env: env as Record<string, string> };
}
