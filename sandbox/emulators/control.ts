import Fastify, { type FastifyInstance } from "fastify";
import { z } from "zod";
import { type Faults, faultSchema } from "./framework/index.ts";

/** The sandbox's own way in: what shall go wrong, by the name of an emulator. */
export function controlServer(faults: ReadonlyMap<string, Faults>, token: string): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true });
  app.get("/ready", () => "ready");
  app.addHook("onRequest", async (request, reply) => {
    if (request.url !== "/ready" && request.headers.authorization !== `Bearer ${token}`)
      return reply.status(401).send({ message: "the token is in the sandbox's folder" });
  });
  app.get("/faults", () => Object.fromEntries([...faults].map(([name, each]) => [name, each.all()])));
  app.put<{ Params: { name: string } }>("/faults/:name", (request, reply) => {
    const chosen = faults.get(request.params.name);
    const known = [...faults.keys()].join(", ");
    if (!chosen)
      return reply
        .status(404)
        .send({ message: `there is no emulator ${request.params.name}; known: ${known}` });
    const parsed = z.array(faultSchema).safeParse(request.body);
    if (!parsed.success) return reply.status(400).send({ message: z.prettifyError(parsed.error) });
    chosen.replace(parsed.data);
    return chosen.all();
  });
  return app;
}
