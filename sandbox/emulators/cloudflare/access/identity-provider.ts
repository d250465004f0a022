import type { Body } from "../api.ts";
import { Fields } from "../fields.ts";
import { uuid } from "../ids.ts";
import { invalidRequest, refuseRequest } from "./refusals.ts";

const types = [
  "onetimepin",
  "azureAD",
  "saml",
  "centrify",
  "facebook",
  "github",
  "google-apps",
  "google",
  "linkedin",
  "oidc",
  "okta",
  "onelogin",
  "pingone",
  "yandex",
] as const;

/** Who says who somebody is. */
export interface IdentityProvider {
  id: string;
  owner: string;
  name: string;
  type: (typeof types)[number];
  config: Body;
  scim_config: Body;
}

export function providerFrom(body: Body, owner: string, existing?: IdentityProvider): IdentityProvider {
  const fields = new Fields(body, invalidRequest);
  const type = fields.choice("type", types) ?? refuseRequest("type is required");
  const config = fields.object("config") ?? {};
  if (type !== "onetimepin" && !fields.has("config")) refuseRequest(`config is required for ${type}`);
  // What the answers leave out, a client sends back empty: the secret that is there stays.
  const kept = config.client_secret ? {} : { client_secret: existing?.config.client_secret };
  return {
    id: existing?.id ?? uuid(),
    owner,
    name: fields.string("name") ?? "",
    type,
    config: { ...config, ...kept },
    scim_config: fields.object("scim_config") ?? { enabled: false },
  };
}

export function shownProvider({ owner: _, config, ...provider }: IdentityProvider): object {
  const { client_secret: __, ...open } = config;
  return { ...provider, uid: provider.id, config: open };
}
