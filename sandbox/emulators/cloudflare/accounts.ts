import type { Api } from "./api.ts";
import { ok } from "./envelope.ts";
import type { Account } from "./owners.ts";
import { filtered, page } from "./paging.ts";
import type { World } from "./world.ts";

export function accountRoutes(api: Api, world: World): void {
  api.get("/accounts", ({ query }) => {
    const accounts = filtered(world.accounts.all(), query, { name: (account) => account.name });
    return page(accounts.map(shownAccount), query, { usual: 20, most: 50 });
  });
  api.get("/accounts/:account", ({ at }) => ok(shownAccount(world.account(at("account")))));
  api.get("/user", () => {
    const [user] = world.users.all();
    return ok({
      ...user,
      username: user?.email,
      first_name: null,
      last_name: null,
      telephone: null,
      country: null,
      zipcode: null,
      two_factor_authentication_enabled: true,
      two_factor_authentication_locked: false,
      modified_on: user?.created_on,
      organizations: [],
      has_pro_zones: false,
      has_business_zones: false,
      has_enterprise_zones: false,
      suspended: false,
      betas: [],
    });
  });
}

function shownAccount(account: Account): object {
  const settings = {
    enforce_twofactor: false,
    api_access_enabled: null,
    access_approval_expiry: null,
    abuse_contact_email: null,
    user_groups_ui_beta: false,
  };
  return { ...account, type: "standard", settings, legacy_flags: {} };
}
