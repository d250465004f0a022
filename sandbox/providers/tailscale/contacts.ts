import { object, required, set, string } from "../framework/shape.ts";
import type { Failure } from "../framework/validate.ts";
import { computed, isObject, objectAt, type Properties } from "../framework/value.ts";
import { setting } from "./setting.ts";

/** What the program calls them, and what the API does. */
const kinds = { accounts: "account", securities: "security", supports: "support" } as const;

/** Whom Tailscale writes to. Nobody can be taken away, so what was set stays. */
export const contacts = setting({
  name: "Contacts",
  fields: {
    accounts: set(object("account", { email: required(string) })),
    securities: set(object("security", { email: required(string) })),
    supports: set(object("support", { email: required(string) })),
  },
  rules: checkContacts,
  async write(api, inputs, signal) {
    for (const [ours, theirs] of Object.entries(kinds)) {
      const [contact] = Array.isArray(inputs[ours]) ? inputs[ours] : [];
      const email = isObject(contact) ? contact.email : undefined;
      await api.set(api.tailnet(`contacts/${theirs}`), { email }, signal, "PATCH");
    }
    return {};
  },
  async read(api, _, signal) {
    const live = await api.get(api.tailnet("contacts"), signal);
    const pairs = Object.entries(kinds).map(([ours, theirs]) => [
      ours,
      [{ email: objectAt(live, theirs).email ?? "" }],
    ]);
    return Object.fromEntries(pairs);
  },
});

function checkContacts(inputs: Properties): Failure[] {
  return Object.keys(kinds)
    .filter((key) => inputs[key] !== computed && (!Array.isArray(inputs[key]) || inputs[key].length !== 1))
    .map((key) => ({ path: [key], reason: "has to be a list of exactly one" }));
}
