import {
  boolean,
  defaulting,
  type Fields,
  integer,
  oneOf,
  replacing,
  set,
  string,
} from "../framework/shape.ts";
import type { Failure } from "../framework/validate.ts";
import { objectAt, type Properties, stringAt } from "../framework/value.ts";
import type { Definition } from "./kind.ts";
import { words } from "./lists.ts";

const output = { ...string, output: true };

const fields: Fields = {
  description: replacing(defaulting(string, "")),
  ephemeral: replacing(defaulting(boolean, false)),
  expiry: replacing(integer),
  preauthorized: replacing(defaulting(boolean, false)),
  recreateIfInvalid: oneOf("", "always", "never"),
  reusable: replacing(defaulting(boolean, false)),
  tags: replacing(set(string)),
  userId: string,
  createdAt: output,
  expiresAt: output,
  invalid: { ...boolean, output: true },
  key: output,
};

/** A key that machines join the tailnet with. Its text is told once, when it is made. */
export const tailnetKey: Definition = {
  name: "TailnetKey",
  fields,
  secrets: [["key"]],
  fluid: ["expiry", "userId"],
  rules: checkDescription,
  async create(api, { inputs, signal }) {
    const { reusable, ephemeral, preauthorized, expiry, description } = inputs;
    const create = { reusable, ephemeral, preauthorized, tags: words(inputs.tags) };
    const made = await api.create(
      api.tailnet("keys"),
      { capabilities: { devices: { create } }, expirySeconds: expiry ?? 0, description },
      signal,
    );
    return { id: stringAt(made, "id") ?? "", state: { ...stateOf(made), key: made.key ?? "" } };
  },
  async update(api, { id, signal }) {
    const found = await api.find(api.tailnet(`keys/${id}`), signal);
    return found ? stateOf(found) : { invalid: true };
  },
  async read(api, { id, signal }) {
    const found = await api.find(api.tailnet(`keys/${id}`), signal);
    return found?.keyType === "auth" ? { id, state: stateOf(found) } : undefined;
  },
  async remove(api, { id, signal }) {
    await api.delete(api.tailnet(`keys/${id}`), signal);
  },
  // One that can be used again is needed again; one that was used up has done its work.
  due({ invalid }, { reusable, recreateIfInvalid }) {
    const again = recreateIfInvalid === "always" || (recreateIfInvalid !== "never" && reusable === true);
    return invalid === true && again ? [{ path: ["invalid"], kind: "update", replaces: true }] : [];
  },
};

function stateOf(key: Properties): Properties {
  const create = objectAt(objectAt(objectAt(key, "capabilities"), "devices"), "create");
  return {
    description: key.description ?? "",
    ephemeral: create.ephemeral ?? false,
    preauthorized: create.preauthorized ?? false,
    reusable: create.reusable ?? false,
    tags: words(create.tags),
    expiry: key.expirySeconds ?? 0,
    userId: key.userId ?? "",
    createdAt: key.created ?? "",
    expiresAt: key.expires ?? "",
    invalid: key.invalid ?? false,
  };
}

export function checkDescription({ description }: Properties): Failure[] {
  return typeof description === "string" && description.length > 50
    ? [{ path: ["description"], reason: "has to be at most 50 characters long" }]
    : [];
}
