import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ApiError } from "../framework/index.ts";
import { bodyOf } from "./body.ts";
import type { Contact, State } from "./state.ts";

const settings = "/api/v2/tailnet/:tailnet/settings";
const contacts = "/api/v2/tailnet/:tailnet/contacts";

const on = z.boolean().nullish();
/** What is absent, or null, stays as it is. */
const changes = z.object({
  aclsExternallyManagedOn: on,
  aclsExternalLink: z
    .string()
    .regex(/^(https?:\/\/.*)?$/, { error: "has to be a URL" })
    .nullish(),
  devicesApprovalOn: on,
  devicesAutoUpdatesOn: on,
  devicesKeyDurationDays: z
    .int()
    .min(1, { error: "has to be from 1 to 180" })
    .max(180, { error: "has to be from 1 to 180" })
    .nullish(),
  usersApprovalOn: on,
  usersRoleAllowedToJoinExternalTailnets: z.enum(["none", "admin", "member"]).nullish(),
  networkFlowLoggingOn: on,
  regionalRoutingOn: on,
  postureIdentityCollectionOn: on,
  httpsEnabled: on,
});

/** The switches of a tailnet, and whom the vendor writes to about it. */
export function settingsRoutes(app: FastifyInstance, state: State): void {
  app.get(settings, () => state.settings.get("current"));
  app.patch(settings, (request) => {
    const given = Object.entries(bodyOf(request, changes)).filter(([, value]) => value != null);
    return state.settings.put("current", { ...state.settings.get("current"), ...Object.fromEntries(given) });
  });

  const contact = (kind: string): Contact => {
    const found = state.contacts.get(kind);
    if (!found) throw new ApiError(404, `contact type "${kind}" not found: account, support or security`);
    return found;
  };
  app.get(contacts, () => ({
    account: contact("account"),
    support: contact("support"),
    security: contact("security"),
  }));
  app.patch(`${contacts}/:kind`, (request) => {
    const { kind } = request.params as { kind: string };
    const before = contact(kind);
    const { email } = bodyOf(request, z.object({ email: z.email().nullish() }));
    if (email && email !== before.email)
      state.contacts.put(kind, { email, fallbackEmail: before.email, needsVerification: true });
    return {};
  });
  app.post(`${contacts}/:kind/resend-verification-email`, (request) => {
    if (!contact((request.params as { kind: string }).kind).needsVerification)
      throw new ApiError(400, "this contact needs no verification");
    return {};
  });
}
