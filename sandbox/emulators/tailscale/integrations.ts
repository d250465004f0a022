import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError } from "../framework/index.ts";
import { bodyOf, text } from "./body.ts";
import { type Integration, randomWord, type State, stableId } from "./state.ts";

const all = "/api/v2/tailnet/:tailnet/posture/integrations";
const one = "/api/v2/posture/integrations/:integration";

const providers = [
  "falcon",
  "fleet",
  "huntress",
  "intune",
  "jamfpro",
  "kandji",
  "kolide",
  "sentinelone",
] as const;
const given = z.object({
  provider: z.enum(providers),
  cloudId: text,
  clientId: text,
  tenantId: text,
  clientSecret: z.string().min(1),
});
/** What is absent stays as it is. */
const word = z.string().optional();
const changes = z.object({ cloudId: word, clientId: word, tenantId: word });

/** Where the vendor learns how healthy a device is, and as whom it comes to one's cloud. */
export function integrationRoutes(app: FastifyInstance, { integrations }: State): void {
  const found = ({ params }: FastifyRequest): Integration => {
    const integration = integrations.get((params as { integration: string }).integration);
    if (!integration) throw new ApiError(404, "posture integration not found");
    return integration;
  };
  app.get(all, () => ({ integrations: integrations.all() }));
  // The secret is for the vendor's use, and never told again.
  app.post(all, (request) => {
    const { clientSecret: _, ...told } = bodyOf(request, given);
    const id = stableId("p");
    return integrations.put(id, { id, ...told });
  });
  app.get(one, (request) => found(request));
  app.patch(one, (request) => {
    const { id, provider, ...before } = found(request);
    const { cloudId, clientId, tenantId } = bodyOf(request, changes);
    return integrations.put(id, {
      id,
      provider,
      cloudId: cloudId ?? before.cloudId,
      clientId: clientId ?? before.clientId,
      tenantId: tenantId ?? before.tenantId,
    });
  });
  app.delete(one, (request) => {
    integrations.delete(found(request).id);
    return {};
  });

  app.post("/api/v2/tailnet/:tailnet/aws-external-id", () => ({
    externalId: randomUUID(),
    tailscaleAwsAccountId: randomWord(12, "0123456789"),
  }));
}
