import type { Emulator } from "../framework/index.ts";
import { accessRoutes } from "./access/routes.ts";
import { accountRoutes } from "./accounts.ts";
import { Api } from "./api.ts";
import { authenticate } from "./authentication.ts";
import { bucketRoutes } from "./buckets.ts";
import { recordRoutes } from "./dns/routes.ts";
import { errorBody } from "./envelope.ts";
import { plant } from "./plant.ts";
import { rulesetRoutes } from "./rulesets/routes.ts";
import { type CloudflareSeed, cloudflareSeed } from "./seed.ts";
import { tokenRoutes } from "./tokens/routes.ts";
import { edgeRoutes } from "./tunnels/edge.ts";
import { tunnelRoutes } from "./tunnels/routes.ts";
import { World } from "./world.ts";
import { zoneRoutes } from "./zones/routes.ts";
import { settingRoutes } from "./zones/setting-routes.ts";

/** Cloudflare's API v4, as far as a homelab goes: zones and DNS, tunnels, Access, tokens, rulesets, buckets. */
export const cloudflare: Emulator<CloudflareSeed> = {
  vendor: "cloudflare",
  seed: cloudflareSeed,
  plant: (store, seed) => plant(new World(store), seed),
  routes(app, store) {
    const world = new World(store);
    const api = new Api(app);
    authenticate(app, world);
    accountRoutes(api, world);
    tokenRoutes(api, world);
    zoneRoutes(api, world);
    settingRoutes(api, world);
    recordRoutes(api, world);
    tunnelRoutes(api, world);
    accessRoutes(api, world);
    rulesetRoutes(api, world);
    bucketRoutes(api, world);
    edgeRoutes(app, world);
  },
  errorBody,
};
