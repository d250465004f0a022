import { join } from "node:path";
import { freePort, GATEWAY, OTHERS, startServer } from "../process.ts";
import type { Ground, Subject } from "../subject.ts";

const programs = join(import.meta.dirname, "../programs");
const headers = { "content-type": "application/json", authorization: "Bearer bench" };

/** The upstream, on the core of the load. */
export async function startUpstream(folder: string): Promise<Subject> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  await startServer(OTHERS, [process.execPath, join(programs, "upstream.mjs")], {
    log: join(folder, "upstream.log"),
    ready: `${origin}/v1/models`,
    env: { PORT: String(port) },
  });
  return {
    name: "direct",
    version: "",
    url: `${origin}/v1/chat/completions`,
    headers,
    model: "fake",
    idleKb: 0,
  };
}

export const floors = {
  http: (ground: Ground) => floor(ground, "floor: node:http", "floor-http.mjs"),
  scan: (ground: Ground) => floor(ground, "floor: node:http, usage read", "floor-http.mjs", { SCAN: "1" }),
  undici: (ground: Ground) => floor(ground, "floor: undici Pool", "floor-undici.mjs"),
};

async function floor(
  { folder, upstream }: Ground,
  name: string,
  program: string,
  env = {},
): Promise<Subject> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startServer(GATEWAY, [process.execPath, join(programs, program)], {
    log: join(folder, `${program}.log`),
    ready: `${origin}/v1/models`,
    env: { PORT: String(port), UPSTREAM: upstream, ...env },
  });
  const url = `${origin}/v1/chat/completions`;
  return { name, version: process.version, url, headers, model: "fake", server, idleKb: server.residentKb };
}
