import { join } from "node:path";
import { Registry } from "prom-client";
import type { Log } from "../kit/index.ts";
import { type Serving, serve } from "../kit/web/index.ts";
import { Containers } from "./docker/containers.ts";
import { Kept } from "./gaming/index.ts";
import { gpuFrom } from "./gpu/index.ts";
import { Manager } from "./manager.ts";
import { measure } from "./metrics.ts";
import type { Settings } from "./settings.ts";
import { routes } from "./web/routes.ts";

/** All parts, put together. Serves at once: Docker may come later. */
export async function startManager(settings: Settings, log: Log): Promise<Serving> {
  const { house, MANAGER_GPU: source } = settings;
  const registry = new Registry();
  const manager = new Manager({
    house,
    containers: new Containers(settings.DOCKER_SOCKET),
    gpu: source === "none" ? undefined : gpuFrom(source, settings.MANAGER_CARD),
    kept: new Kept(join(settings.dataDir, "gaming.json")),
    log,
  });
  measure(manager, [registry]);
  const serving = await serve({
    settings,
    log,
    registry,
    routes: (app) => app.route("/v1", routes(manager, settings.MANAGER_KEYS)),
    notReady: () => {
      const { up, why } = manager.status.docker;
      return up ? undefined : `Docker does not answer: ${why}`;
    },
  });
  return {
    ...serving,
    // Those who follow would be waited for.
    close: () => {
      manager.close();
      return serving.close();
    },
  };
}
