import type { Emulator } from "../framework/index.ts";
import { aclRoutes } from "./acl.ts";
import { readBodiesAsText } from "./body.ts";
import { authenticate } from "./caller.ts";
import { deviceRoutes } from "./devices.ts";
import { dnsRoutes } from "./dns.ts";
import { integrationRoutes } from "./integrations.ts";
import { keyRoutes } from "./keys.ts";
import { logstreamRoutes } from "./logstreams.ts";
import { oauthRoutes } from "./oauth.ts";
import { plantTailnet } from "./plant.ts";
import { seedSchema, type TailscaleSeed } from "./seed.ts";
import { serviceRoutes } from "./services.ts";
import { settingsRoutes } from "./settings.ts";
import { stateOf } from "./state.ts";
import { userRoutes } from "./users.ts";
import { webhookRoutes } from "./webhooks.ts";

/** The Tailscale API, version 2, of one tailnet. */
export const tailscale: Emulator<TailscaleSeed> = {
  vendor: "tailscale",
  seed: seedSchema,
  plant: (store, seed) => plantTailnet(stateOf(store), seedSchema.parse(seed)),
  routes(app, store, given) {
    const state = stateOf(store);
    const seed = seedSchema.parse(given);
    readBodiesAsText(app);
    authenticate(app, state, seed);
    oauthRoutes(app, state);
    aclRoutes(app, state);
    deviceRoutes(app, state, seed);
    keyRoutes(app, state);
    dnsRoutes(app, state);
    settingsRoutes(app, state);
    webhookRoutes(app, state);
    userRoutes(app, state, seed);
    serviceRoutes(app, state);
    logstreamRoutes(app, state);
    integrationRoutes(app, state);
  },
  errorBody: (_, message, details) => ({ message, ...(details !== undefined && { data: details }) }),
};
