import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { webhookEvents } from "../../providers/tailscale/webhook-events.ts";
import { ApiError } from "../framework/index.ts";
import { bodyOf } from "./body.ts";
import { randomWord, type State, stableId, timestamp, type Webhook } from "./state.ts";

/** Those of the official provider, and what it has no word for yet. */
const events = [
  ...webhookEvents,
  "nodeSigned",
  "nodeNeedsSignature",
  "webhookUpdated",
  "webhookDeleted",
] as const;

const subscriptions = z.array(z.enum(events, { error: "is no event" })).min(1, { error: "is empty" });
const endpoint = z.object({
  endpointUrl: z.url({ protocol: /^https$/, error: "has to be a URL with https" }),
  providerType: z
    .enum(["", "slack", "mattermost", "googlechat", "discord"])
    .nullish()
    .transform((type) => type ?? ""),
  subscriptions,
});

/** Whom the vendor tells what happens in a tailnet. */
export function webhookRoutes(app: FastifyInstance, { webhooks, users }: State): void {
  const all = "/api/v2/tailnet/:tailnet/webhooks";
  const one = "/api/v2/webhooks/:webhook";
  const found = ({ params }: FastifyRequest): Webhook => {
    const webhook = webhooks.get((params as { webhook: string }).webhook);
    if (!webhook) throw new ApiError(404, "webhook not found");
    return webhook;
  };

  app.get(all, () => ({ webhooks: webhooks.all() }));
  app.post(all, (request) => {
    const created = timestamp();
    const endpointId = stableId("w");
    const webhook = webhooks.put(endpointId, {
      endpointId,
      ...bodyOf(request, endpoint),
      creatorLoginName: users.get(request.caller.userId)?.loginName ?? "",
      created,
      lastModified: created,
    });
    return { ...webhook, secret: newSecret() };
  });
  app.get(one, (request) => found(request));
  app.patch(one, (request) => {
    const webhook = found(request);
    const changes = bodyOf(request, z.object({ subscriptions }));
    return webhooks.put(webhook.endpointId, { ...webhook, ...changes, lastModified: timestamp() });
  });
  app.delete(one, (request) => {
    webhooks.delete(found(request).endpointId);
    return {};
  });
  app.post(`${one}/test`, (request, reply) => {
    found(request);
    return reply.status(202).send({});
  });
  app.post(`${one}/rotate`, (request) => {
    const webhook = found(request);
    webhooks.put(webhook.endpointId, { ...webhook, lastModified: timestamp() });
    return { ...webhook, secret: newSecret() };
  });
}

function newSecret(): string {
  return `tskey-webhook-${stableId("w")}-${randomWord(32)}`;
}
