import { defaulting, oneOf, replacing, required, string } from "../../framework/shape.ts";
import { isObject, type Properties, stringAt } from "../../framework/value.ts";
import type { ResourceKind } from "../../framework/vendor.ts";
import type { Api } from "../api.ts";
import { inPath, kept, output, sameAs } from "../column.ts";
import { type Description, foundOf, offline, placeOf, stateOf } from "../kind.ts";

/** As in the R2Bucket class of @pulumi/cloudflare. */
const description: Description = {
  name: "R2Bucket",
  columns: {
    accountId: inPath(required(string)),
    name: replacing(required(string)),
    jurisdiction: kept(replacing(defaulting(oneOf("default", "eu", "fedramp"), "default"))),
    location: {
      ...sameAs((said, live) => String(said).toLowerCase() === String(live).toLowerCase(), replacing(string)),
      filled: true,
    },
    storageClass: defaulting(oneOf("Standard", "InfrequentAccess"), "Standard"),
    creationDate: output(string),
  },
  unique: ["accountId", "name"],
  importId: "<account_id>/<bucket_name>/<jurisdiction>",
};

/** A bucket is named and not numbered, and is asked for in words of the S3 API, partly in headers. */
export function r2Bucket(api: () => Api): ResourceKind {
  const path = ({ accountId }: Properties) => `/accounts/${String(accountId)}/r2/buckets`;
  const within = ({ jurisdiction }: Properties, more: Record<string, string> = {}) =>
    api().with({ "cf-r2-jurisdiction": String(jurisdiction ?? "default"), ...more });
  const found = (where: Properties, name: string, signal: AbortSignal) =>
    within(where).find(`${path(where)}/${name}`, signal);
  return {
    ...offline(description),
    preview: ({ inputs, state }) => ({ ...state, ...inputs }),
    create: async ({ inputs, signal }) => {
      const name = stringAt(inputs, "name") ?? "";
      const { location, storageClass = "Standard" } = inputs;
      const body: Properties = {
        name,
        storageClass,
        ...(location !== undefined && { locationHint: location }),
      };
      const answer = await within(inputs).make(path(inputs), body, signal, () => found(inputs, name, signal));
      return { id: name, state: stateOf(description, answer, inputs, {}) };
    },
    update: async ({ id, inputs, state, signal }) => {
      const words = { "cf-r2-storage-class": String(inputs.storageClass ?? "Standard") };
      const answer = await within(inputs, words).ask("PATCH", `${path(inputs)}/${id}`, signal);
      return stateOf(description, isObject(answer) ? answer : {}, inputs, state);
    },
    read: async (request) => {
      const place = placeOf(description, request);
      const answer = await found(place.where, place.id, request.signal);
      return answer && foundOf(description, place, answer, request);
    },
    remove: async ({ id, state, signal }) => within(state).remove(`${path(state)}/${id}`, signal),
  };
}
