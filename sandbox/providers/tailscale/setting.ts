import { randomUUID } from "node:crypto";
import type { Fields } from "../framework/shape.ts";
import type { Properties } from "../framework/value.ts";
import type { TailscaleApi } from "./api.ts";
import type { Definition } from "./kind.ts";

/** Something that every tailnet has once: it is never made and never gone, only set and set back. */
export interface Setting extends Pick<Definition, "rules" | "fluid"> {
  name: string;
  fields: Fields;
  /** Gives what the API says beside the inputs. */
  write(api: TailscaleApi, inputs: Properties, signal: AbortSignal): Promise<Properties>;
  read(api: TailscaleApi, before: Properties, signal: AbortSignal): Promise<Properties>;
  /** Without it, what was set stays. */
  reset?(api: TailscaleApi, signal: AbortSignal): Promise<unknown>;
}

export function setting({ write, read, reset, ...definition }: Setting): Definition {
  return {
    ...definition,
    create: async (api, { inputs, signal }) => ({
      id: randomUUID(),
      state: await write(api, inputs, signal),
    }),
    update: (api, { inputs, signal }) => write(api, inputs, signal),
    read: async (api, { id, inputs, signal }) => ({ id, state: await read(api, inputs, signal) }),
    remove: async (api, { signal }) => {
      await reset?.(api, signal);
    },
  };
}
