import { isObject, type Properties, stringAt } from "../framework/value.ts";
import type { ApplyRequest, ResourceKind } from "../framework/vendor.ts";
import type { Api } from "./api.ts";
import { toWire } from "./codec.ts";
import { type Description, foundOf, offline, placeOf, stateOf } from "./kind.ts";

/** A kind that is always there: to make it is to set it, and nothing can take it away. */
export interface SettingKind extends Description {
  path: (where: Properties) => string;
  set: "PUT" | "PATCH";
  /** The property that is its id, too. */
  idKey: string;
}

export function settingKind(kind: SettingKind, api: () => Api): ResourceKind {
  const set = async ({ inputs, signal }: ApplyRequest) => {
    const answer = await api().ask(kind.set, kind.path(inputs), signal, toWire(inputs, kind.columns));
    return stateOf(kind, isObject(answer) ? answer : {}, inputs, {});
  };
  return {
    ...offline(kind),
    preview: ({ inputs, state }) => ({ ...state, ...inputs }),
    create: async (request) => ({
      id: stringAt(request.inputs, kind.idKey) ?? "",
      state: await set(request),
    }),
    update: set,
    read: async (request) => {
      const { where, id } = placeOf(kind, request);
      const place = { where: { ...where, [kind.idKey]: id }, id };
      const answer = await api().find(kind.path(place.where), request.signal);
      return answer && !kind.isGone?.(answer) ? foundOf(kind, place, answer, request) : undefined;
    },
    // As the official plugin does: what was set stays, and only the state forgets it.
    remove: async () => {},
  };
}
