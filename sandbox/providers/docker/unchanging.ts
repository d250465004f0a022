import type { Properties } from "../framework/value.ts";
import type { ApplyRequest, Existing } from "../framework/vendor.ts";

/** Every change of it makes another one: an update only has to be remembered. */
export async function unchanging({ state, inputs }: ApplyRequest & Existing): Promise<Properties> {
  return { ...state, ...inputs };
}
