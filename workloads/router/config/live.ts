import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { bareConfig, loadConfig } from "./load.ts";
import type { RouterConfig } from "./schema.ts";
import { type ConfigEvents, watchConfig } from "./watch.ts";

/** Where people put it who name no place. */
const USUAL_PLACE = "providers.yaml";

/** The configuration in force: what was read last and could be used. */
export class LiveConfig {
  current: RouterConfig;
  /** Without one, nothing was written and nothing is watched. */
  readonly file: string | undefined;
  #watch: ReturnType<typeof watchConfig> | undefined;

  private constructor(current: RouterConfig, file: string | undefined) {
    this.current = current;
    this.file = file;
  }

  /** Throws a ConfigFault for a file that cannot be used: at the start there is nothing older to keep. */
  static async read(named: string | undefined): Promise<LiveConfig> {
    const file = named ?? (existsSync(USUAL_PLACE) ? USUAL_PLACE : undefined);
    if (file === undefined) return new LiveConfig(bareConfig(), undefined);
    return new LiveConfig(await loadConfig(file), resolve(file));
  }

  watch({ changed, refused }: ConfigEvents): void {
    if (this.file === undefined) return;
    this.#watch = watchConfig(this.file, this.current, {
      changed: (config) => {
        this.current = config;
        changed(config);
      },
      refused,
    });
  }

  async reload(): Promise<void> {
    await this.#watch?.reload();
  }

  close(): void {
    this.#watch?.close();
  }
}
