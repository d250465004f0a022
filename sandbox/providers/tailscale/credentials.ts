import { defaulting, type Field, type Fields, map, required, set, string } from "../framework/shape.ts";
import { type Properties, stringAt } from "../framework/value.ts";
import { checkDescription } from "./auth-key.ts";
import type { Definition } from "./kind.ts";
import { words } from "./lists.ts";

const output: Field = { ...string, output: true };

const trust: Fields = {
  description: defaulting(string, ""),
  scopes: required(set(string)),
  tags: set(string),
  createdAt: output,
  updatedAt: output,
  userId: output,
};

/** An OAuth client: programs ask for tokens with its id and its secret, which is told once. */
export const oauthClient: Definition = {
  ...credential("OauthClient", "client", { ...trust, key: output }, () => ({})),
  secrets: [["key"]],
};

/** A program that another identity provider vouches for. */
export const federatedIdentity: Definition = {
  ...credential(
    "FederatedIdentity",
    "federated",
    {
      ...trust,
      audience: string,
      customClaimRules: map(string),
      issuer: required(string),
      subject: required(string),
    },
    ({ audience, customClaimRules, issuer, subject }) => ({ audience, customClaimRules, issuer, subject }),
  ),
  fluid: ["audience"],
};

function credential(
  name: string,
  keyType: string,
  fields: Fields,
  more: (properties: Properties) => object,
): Definition {
  const body = (inputs: Properties) => ({
    keyType,
    description: inputs.description,
    scopes: words(inputs.scopes),
    tags: words(inputs.tags),
    ...more(inputs),
  });
  const stateOf = (key: Properties): Properties => ({
    description: key.description ?? "",
    scopes: words(key.scopes),
    tags: words(key.tags),
    createdAt: key.created ?? "",
    updatedAt: key.updated ?? "",
    userId: key.userId ?? "",
    ...more(key),
  });
  return {
    name,
    fields,
    rules: checkDescription,
    async create(api, { inputs, signal }) {
      const made = await api.create(api.tailnet("keys"), body(inputs), signal);
      const secret: Properties = made.key === undefined ? {} : { key: made.key };
      return { id: stringAt(made, "id") ?? "", state: { ...stateOf(made), ...secret } };
    },
    async update(api, { id, inputs, signal }) {
      return stateOf(await api.set(api.tailnet(`keys/${id}`), body(inputs), signal, "PUT"));
    },
    // One that is revoked can still be seen for a while.
    async read(api, { id, signal }) {
      const found = await api.find(api.tailnet(`keys/${id}`), signal);
      return found && found.invalid !== true ? { id, state: stateOf(found) } : undefined;
    },
    async remove(api, { id, signal }) {
      await api.delete(api.tailnet(`keys/${id}`), signal);
    },
  };
}
