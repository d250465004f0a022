import type { Emulator } from "../framework/index.ts";
import { registerApi } from "./api.ts";
import { archiveRoutes } from "./archive-routes.ts";
import { containerRoutes } from "./container-routes.ts";
import { execRoutes } from "./exec-routes.ts";
import { Host } from "./host.ts";
import { imageRoutes } from "./image-routes.ts";
import { plantNetworks } from "./network.ts";
import { networkRoutes } from "./network-routes.ts";
import { processRoutes } from "./process-routes.ts";
import { type DockerSeed, dockerSeed } from "./seed.ts";
import { systemRoutes } from "./system-routes.ts";
import { volumeRoutes } from "./volume-routes.ts";

/** A Docker Engine, as its API shows it: containers are started and end, and nothing runs. */
export const docker: Emulator<DockerSeed> = {
  vendor: "docker",
  seed: dockerSeed,
  plant: (store, seed) => plantNetworks(new Host(store, seed)),
  routes(app, store, seed) {
    const host = new Host(store, seed);
    registerApi(app, (add) => {
      systemRoutes(add, host);
      containerRoutes(add, host);
      processRoutes(add, host);
      execRoutes(add, host);
      archiveRoutes(add, host);
      networkRoutes(add, host);
      volumeRoutes(add, host);
      imageRoutes(add, host);
    });
  },
  errorBody: (_, message) => ({ message }),
};
