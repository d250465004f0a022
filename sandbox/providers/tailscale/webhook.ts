import { type Fields, oneOf, replacing, required, set, string } from "../framework/shape.ts";
import { type Properties, stringAt } from "../framework/value.ts";
import type { Definition } from "./kind.ts";
import { words } from "./lists.ts";
import { webhookEvents } from "./webhook-events.ts";

const fields: Fields = {
  endpointUrl: replacing(required(string)),
  providerType: replacing(oneOf("", "slack", "mattermost", "googlechat", "discord")),
  subscriptions: required(set(oneOf(...webhookEvents))),
  secret: { ...string, output: true },
};

/** Whom Tailscale tells what happens. The secret of its signatures is told once. */
export const webhook: Definition = {
  name: "Webhook",
  fields,
  secrets: [["secret"]],
  async create(api, { inputs, signal }) {
    const { endpointUrl, providerType = "", subscriptions } = inputs;
    const made = await api.create(
      api.tailnet("webhooks"),
      { endpointUrl, providerType, subscriptions },
      signal,
    );
    return { id: stringAt(made, "endpointId") ?? "", state: { secret: made.secret ?? "" } };
  },
  async update(api, { id, inputs: { subscriptions }, signal }) {
    return stateOf(await api.set(`/api/v2/webhooks/${id}`, { subscriptions }, signal, "PATCH"));
  },
  async read(api, { id, signal }) {
    const found = await api.find(`/api/v2/webhooks/${id}`, signal);
    return found && { id, state: stateOf(found) };
  },
  async remove(api, { id, signal }) {
    await api.delete(`/api/v2/webhooks/${id}`, signal);
  },
};

function stateOf({ endpointUrl, providerType, subscriptions }: Properties): Properties {
  return {
    endpointUrl: endpointUrl ?? "",
    ...(providerType && { providerType }),
    subscriptions: words(subscriptions),
  };
}
