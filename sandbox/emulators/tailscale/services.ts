import { randomInt } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError } from "../framework/index.ts";
import { bodyOf, text, words } from "./body.ts";
import type { Service, State } from "./state.ts";
import { checkTags } from "./tags.ts";

const all = "/api/v2/tailnet/:tailnet/vip-services";
const one = `${all}/:service`;

const given = z.object({
  name: text,
  addrs: words,
  comment: text,
  annotations: z
    .record(z.string(), z.string())
    .nullish()
    .transform((map) => map ?? {}),
  ports: z
    .array(
      z.string().regex(/^(tcp:\d{1,5}(-\d{1,5})?|do-not-validate)$/, { error: "has to be such as tcp:443" }),
    )
    .nullish()
    .transform((list) => list ?? []),
  tags: words,
});

/** Names and addresses of their own for what several machines may serve. */
export function serviceRoutes(app: FastifyInstance, state: State): void {
  const { services } = state;
  const nameIn = ({ params }: FastifyRequest) => (params as { service: string }).service;
  const found = (request: FastifyRequest): Service => {
    const service = services.get(nameIn(request));
    if (!service) throw new ApiError(404, "service not found");
    return service;
  };
  app.get(all, () => ({ vipServices: services.all() }));
  app.get(one, (request) => found(request));
  app.put(one, (request) => {
    const name = nameIn(request);
    if (!/^svc:[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name))
      throw new ApiError(400, `invalid service name "${name}": it has to be "svc:" and a DNS label`);
    const wanted = bodyOf(request, given);
    if (wanted.name !== "" && wanted.name !== name)
      throw new ApiError(400, "the service's name in the body is not that in the path");
    checkTags(wanted.tags, request.caller, state);
    const addrs = wanted.addrs.length > 0 ? wanted.addrs : (services.get(name)?.addrs ?? newAddresses());
    return services.put(name, { ...wanted, name, addrs });
  });
  app.delete(one, (request) => {
    services.delete(found(request).name);
    return {};
  });
}

/** Of the ranges that the vendor gives to every tailnet. */
function newAddresses(): string[] {
  const [a, b, c] = [randomInt(64, 128), randomInt(256), randomInt(1, 255)];
  return [`100.${a}.${b}.${c}`, `fd7a:115c:a1e0::${a.toString(16)}:${(b * 256 + c).toString(16)}`];
}
