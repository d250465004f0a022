import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ApiError } from "../../framework/index.ts";
import { now, uuid } from "../ids.ts";
import type { World } from "../world.ts";
import { type Connector, heldBy, tokenOf } from "./tunnel.ts";

const dial = z.object({
  token: z.string(),
  version: z.string().default("2026.11.0"),
  origin_ip: z.string().default("127.0.0.1"),
});
const colos = ["fra03", "fra08", "ams01", "ams04"];

/**
 * Where cloudflared dials in. The real one speaks QUIC to Cloudflare's edge, which no sandbox has: here whoever
 * plays it says with the tunnel's token that it is there, and is there until its connection is cleaned up or it goes.
 */
export function edgeRoutes(app: FastifyInstance, world: World): void {
  app.post("/edge/connectors", (request, reply) => {
    const told = dial.safeParse(request.body);
    if (!told.success) throw new ApiError(400, z.prettifyError(told.error), { code: 1100 });
    const { token, version, origin_ip } = told.data;
    const tunnel = world.tunnels.all().find((each) => each.deleted_at === null && tokenOf(each) === token);
    if (!tunnel) throw new ApiError(401, "no tunnel has this token", { code: 1101 });
    const connector: Connector = {
      id: uuid(),
      version,
      arch: "linux_amd64",
      run_at: now("microseconds"),
      origin_ip,
      conns: colos.map((colo_name) => ({ id: uuid(), colo_name })),
    };
    world.tunnels.put(tunnel.id, {
      ...tunnel,
      connectors: [...tunnel.connectors, connector],
      conns_active_at: tunnel.conns_active_at ?? connector.run_at,
      conns_inactive_at: null,
    });
    return reply.send({ id: connector.id, tunnel: tunnel.id });
  });
  app.delete<{ Params: { id: string } }>("/edge/connectors/:id", (request, reply) => {
    const { id } = request.params;
    const tunnel = world.tunnels.all().find(({ connectors }) => connectors.some((each) => each.id === id));
    if (!tunnel) throw new ApiError(404, "no such connector", { code: 1102 });
    const connectors = tunnel.connectors.filter((each) => each.id !== id);
    world.tunnels.put(tunnel.id, heldBy(tunnel, connectors));
    return reply.send({ id });
  });
}
