import { watch } from "node:fs";
import { basename, dirname } from "node:path";
import { loadConfig } from "./load.ts";
import type { RouterConfig } from "./schema.ts";

export interface ConfigEvents {
  changed(config: RouterConfig): void;
  /** The file is not usable: what was read before stays in force. */
  refused(error: Error): void;
}

/** Long enough for an editor to finish writing, short enough to feel immediate. */
const SETTLE_MS = 50;

/** Reads the file again whenever it changes. Returns how to stop, and how to do it at once. */
export function watchConfig(
  file: string,
  current: RouterConfig,
  events: ConfigEvents,
): { reload(): Promise<void>; close(): void } {
  let timer: NodeJS.Timeout | undefined;
  let last = JSON.stringify(current);
  let turn = Promise.resolve();

  const reload = () => {
    // One after the other: a slow read of an old file must not win over a quick one of the new.
    turn = turn.then(async () => {
      try {
        const config = await loadConfig(file);
        const now = JSON.stringify(config);
        if (now === last) return;
        last = now;
        events.changed(config);
      } catch (error) {
        events.refused(error as Error);
      }
    });
    return turn;
  };

  // The folder, not the file: an editor, a ConfigMap's link and `mv` all put another file in its place.
  const watcher = watch(dirname(file), { persistent: false }, (_event, changed) => {
    if (changed !== null && changed !== basename(file) && changed !== "..data") return;
    // Not put off by what changes meanwhile: a file that is written all the time must be read all the time.
    timer ??= setTimeout(() => {
      timer = undefined;
      void reload();
    }, SETTLE_MS);
  });
  watcher.on("error", (error) => events.refused(error));

  return {
    reload,
    close() {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
