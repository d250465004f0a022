import type { Log } from "../framework/vendor.ts";
import type { CustomKinds } from "./custom-kinds.ts";
import type { Surroundings } from "./lifecycle.ts";
import type { Settings } from "./settings.ts";

/** What all the objects of one configured provider share. */
export interface Context {
  settings: Settings;
  custom: CustomKinds;
  /** Undefined where there is no cluster yet, or none is named. */
  around: Surroundings | undefined;
  defaultNamespace: string;
  log: Log;
}
