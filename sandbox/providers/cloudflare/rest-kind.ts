import { computed, equal, isObject, type Properties } from "../framework/value.ts";
import type { ApplyRequest, Existing, ResourceKind } from "../framework/vendor.ts";
import type { Api } from "./api.ts";
import { toWire } from "./codec.ts";
import { type Description, foundOf, offline, placeOf, stateOf } from "./kind.ts";

/** A kind of which there can be many, each with an id that the API gives it. */
export interface RestKind extends Description {
  /** Where all of them are. */
  path: (where: Properties) => string;
  update: "PUT" | "PATCH";
  lost: Lost;
}

/** How one is known again that was made by a request whose answer was lost. */
interface Lost {
  /** The fields of the API that it has to have as they were sent. */
  same: readonly string[];
  /** When it was made. */
  born: string;
  /** What to ask the list for, so that it is not all of them. */
  query?: (inputs: Properties, api: Api, signal: AbortSignal) => Promise<string> | string;
  /** It was told a secret that nobody heard: it is of no use any more. */
  secret?: true;
}

/** How far the clock of the API may be from ours. */
const skewMs = 30_000;

export function restKind(kind: RestKind, api: () => Api): ResourceKind {
  return {
    ...offline(kind),
    preview: ({ inputs, state }) => previewed(kind, inputs, state),
    create: (request) => create(kind, api(), request),
    update: (request) => update(kind, api(), request),
    read: async (request) => {
      const place = placeOf(kind, request);
      const answer = await api().find(`${kind.path(place.where)}/${place.id}`, request.signal);
      return answer && !kind.isGone?.(answer) ? foundOf(kind, place, answer, request) : undefined;
    },
    remove: async (request) => {
      const { where, id } = placeOf(kind, request);
      await api().remove(`${kind.path(where)}/${id}`, request.signal);
    },
  };
}

function previewed(kind: RestKind, inputs: Properties, state: Properties | undefined): Properties {
  const renewed = state ? (kind.renews?.(state, inputs) ?? []) : [];
  return { ...state, ...inputs, ...Object.fromEntries(renewed.map((key) => [key, computed])) };
}

async function create(kind: RestKind, api: Api, { inputs, signal }: ApplyRequest) {
  const path = kind.path(inputs);
  const body = toWire(inputs, kind.columns);
  const since = Date.now() - skewMs;
  const answer = await api.make(path, body, signal, async () => {
    const query = await kind.lost.query?.(inputs, api, signal);
    const all = await api.list(query === undefined ? path : `${path}?${query}`, signal);
    const made = all.find((each) => isLost(kind.lost, each, body, since) && !api.hasMade(each));
    if (!made || !kind.lost.secret) return made;
    await api.remove(`${path}/${String(made.id)}`, signal);
    return undefined;
  });
  return { id: String(answer.id), state: stateOf(kind, answer, inputs, {}) };
}

/** For a list that can be asked for those with a name. */
export function byName({ name }: Properties): string {
  return `name=${encodeURIComponent(String(name))}`;
}

function isLost({ same, born }: Lost, each: Properties, body: Properties, since: number): boolean {
  return Date.parse(String(each[born])) >= since && same.every((key) => isSame(each[key], body[key]));
}

/** What was sent is all there, whatever the API has added to it. */
function isSame(live: Properties[string] | undefined, sent: Properties[string] | undefined): boolean {
  if (sent === undefined) return true;
  if (isObject(sent) && isObject(live)) return Object.keys(sent).every((key) => isSame(live[key], sent[key]));
  if (Array.isArray(sent) && Array.isArray(live))
    return sent.length === live.length && sent.every((each, index) => isSame(live[index], each));
  return equal(live, sent);
}

async function update(kind: RestKind, api: Api, request: ApplyRequest & Existing): Promise<Properties> {
  const { inputs, state, signal } = request;
  const { where, id } = placeOf(kind, request);
  const body = toWire(inputs, kind.columns);
  const answer = await api.ask(kind.update, `${kind.path(where)}/${id}`, signal, {
    ...cleared(kind, state, body),
    ...body,
  });
  return stateOf(kind, isObject(answer) ? answer : {}, inputs, state);
}

/** A field that is no longer said is sent empty: what is only left out would stay. */
function cleared(kind: RestKind, state: Properties, body: Properties): Properties {
  const settable = Object.fromEntries(
    Object.entries(kind.columns).filter(([, { filled, kept }]) => !filled && !kept),
  );
  const before = toWire(state, settable);
  const unsaid = Object.entries(before).filter(([key]) => body[key] === undefined);
  return Object.fromEntries(unsaid.map(([key, value]) => [key, Array.isArray(value) ? [] : null]));
}
