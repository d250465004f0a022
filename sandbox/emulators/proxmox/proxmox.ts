import type { Emulator } from "../framework/index.ts";
import { plantAccess } from "./access/index.ts";
import { Datacenter } from "./datacenter.ts";
import { effects } from "./effects.ts";
import { handlers } from "./handlers.ts";
import { plantNetworks } from "./nodes/index.ts";
import { registerRoutes } from "./routes.ts";
import { type ProxmoxSeed, seedSchema } from "./seed.ts";
import { plantStorages } from "./storage/index.ts";

/** A Proxmox VE cluster, as its API shows it. */
export const proxmox: Emulator<ProxmoxSeed> = {
  vendor: "proxmox",
  seed: seedSchema,
  plant(store, seed) {
    const datacenter = new Datacenter(store, seed, effects);
    plantAccess(datacenter);
    plantStorages(datacenter);
    plantNetworks(datacenter);
  },
  routes(app, store, seed) {
    registerRoutes(app, new Datacenter(store, seed, effects), handlers);
  },
  errorBody(_, message, errors) {
    return { data: null, message: `${message}\n`, ...(errors !== undefined && { errors }) };
  },
};
