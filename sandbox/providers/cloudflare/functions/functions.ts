import { Refusal } from "../../framework/refusal.ts";
import {
  boolean,
  type Fields,
  integer,
  list,
  object,
  oneOf,
  required,
  string,
} from "../../framework/shape.ts";
import { validate } from "../../framework/validate.ts";
import { objectAt, type Path, type Properties, stringAt } from "../../framework/value.ts";
import type { VendorFunction } from "../../framework/vendor.ts";
import type { Api } from "../api.ts";
import { fromWire } from "../codec.ts";
import type { Columns } from "../column.ts";
import { levelOf } from "../kind.ts";
import { tunnel } from "../kinds/tunnel.ts";
import { zone } from "../kinds/zone.ts";

interface Question {
  name: string;
  args: Fields;
  secrets?: readonly Path[];
  ask: (api: Api, args: Properties, signal: AbortSignal) => Promise<Properties>;
}

const named: Fields = { direction: oneOf("asc", "desc"), maxItems: integer, name: string };
const account: Columns = { createdOn: string, id: string, name: string, type: string };
const permissionGroup: Columns = { id: string, name: string, scopes: list(string) };
const organization: Columns = {
  allowAuthenticateViaWarp: boolean,
  authDomain: string,
  autoRedirectToIdentity: boolean,
  isUiReadOnly: boolean,
  name: string,
  sessionDuration: string,
  warpAuthSessionDuration: string,
};
const zoneColumns: Columns = { id: string, ...zone.columns };

const questions: readonly Question[] = [
  {
    name: "getZone",
    args: {
      filter: object("filter", {
        account: object("account", { id: string, name: string }),
        direction: oneOf("asc", "desc"),
        match: oneOf("any", "all"),
        name: string,
        order: string,
        status: string,
        types: list(string),
      }),
      zoneId: string,
    },
    ask: async (api, args, signal) => {
      const found = await onlyOne(
        api,
        "/zones",
        stringAt(args, "zoneId"),
        zoneQuery(objectAt(args, "filter")),
        "zone",
        signal,
      );
      return { ...args, ...fromWire(found, zoneColumns), zoneId: String(found.id) };
    },
  },
  {
    name: "getZones",
    args: {
      ...named,
      account: object("account", { id: string, name: string }),
      match: oneOf("any", "all"),
      order: string,
      status: string,
      types: list(string),
    },
    ask: async (api, args, signal) =>
      answered(args, await api.list(`/zones?${zoneQuery(args)}`, signal), zoneColumns),
  },
  {
    name: "getAccounts",
    args: named,
    ask: async (api, args, signal) =>
      answered(
        args,
        await api.list(`/accounts?${query({ name: args.name, direction: args.direction })}`, signal),
        account,
      ),
  },
  {
    name: "getAccount",
    args: { accountId: string, filter: object("filter", { direction: oneOf("asc", "desc"), name: string }) },
    ask: async (api, args, signal) => {
      const filter = query({ name: objectAt(args, "filter").name });
      const found = await onlyOne(api, "/accounts", stringAt(args, "accountId"), filter, "account", signal);
      return { ...args, ...fromWire(found, account), accountId: String(found.id) };
    },
  },
  {
    name: "getZeroTrustTunnelCloudflared",
    args: {
      accountId: required(string),
      filter: object("filter", { name: string, status: string, uuid: string }),
      tunnelId: string,
    },
    ask: async (api, args, signal) => {
      const { name, status, uuid } = objectAt(args, "filter");
      const filter = query({ name, status, uuid, is_deleted: "false" });
      const path = `/accounts/${String(args.accountId)}/cfd_tunnel`;
      const found = await onlyOne(api, path, stringAt(args, "tunnelId"), filter, "tunnel", signal);
      return { ...args, ...fromWire(found, { id: string, ...tunnel.columns }), tunnelId: String(found.id) };
    },
  },
  {
    name: "getZeroTrustTunnelCloudflaredToken",
    args: { accountId: required(string), tunnelId: required(string) },
    secrets: [["token"]],
    ask: async (api, args, signal) => {
      const path = `/accounts/${String(args.accountId)}/cfd_tunnel/${String(args.tunnelId)}/token`;
      return { ...args, id: String(args.tunnelId), token: await api.ask("GET", path, signal) };
    },
  },
  {
    name: "getZeroTrustOrganization",
    args: { accountId: string, zoneId: string },
    ask: async (api, args, signal) => {
      const path = `${levelOf(args)}/access/organizations`;
      const found = await api.find(path, signal);
      if (!found)
        throw new Refusal(
          "Access is not enabled for this account: choose a team name in the Zero Trust dashboard",
        );
      return { ...args, ...fromWire(found, organization) };
    },
  },
  {
    name: "getApiTokenPermissionGroupsList",
    args: { maxItems: integer, name: string, scope: string },
    ask: async (api, args, signal) => permissionGroups(api, "/user", args, signal),
  },
  {
    name: "getAccountApiTokenPermissionGroupsList",
    args: { accountId: required(string), maxItems: integer, name: string, scope: string },
    ask: async (api, args, signal) =>
      permissionGroups(api, `/accounts/${String(args.accountId)}`, args, signal),
  },
];

/** Every function, by its token. */
export function functions(api: () => Api): Readonly<Record<string, VendorFunction>> {
  return Object.fromEntries(
    questions.map(({ name, args, secrets = [], ask }) => [
      `cloudflare:index/${name}:${name}`,
      {
        secrets,
        check: (given) => validate(given, { is: "object", name, fields: () => args }),
        call: ({ args: given, signal }) => ask(api(), given, signal),
      } satisfies VendorFunction,
    ]),
  );
}

/** The one that is meant: by its id, or as the only one that a filter finds. */
async function onlyOne(
  api: Api,
  path: string,
  id: string | undefined,
  filter: string,
  what: string,
  signal: AbortSignal,
): Promise<Properties> {
  const found =
    id === undefined ? await api.list(`${path}?${filter}`, signal) : await api.find(`${path}/${id}`, signal);
  const all = Array.isArray(found) ? found : found ? [found] : [];
  const [only] = all;
  if (only && all.length === 1) return only;
  const asked = id ?? decodeURIComponent(filter);
  throw new Refusal(
    `Cloudflare knows ${all.length === 0 ? "no" : all.length} ${what}s for ${asked}: one is needed`,
  );
}

function answered(args: Properties, found: Properties[], columns: Columns): Properties {
  const most = typeof args.maxItems === "number" ? args.maxItems : found.length;
  return { ...args, id: "results", results: found.slice(0, most).map((each) => fromWire(each, columns)) };
}

async function permissionGroups(
  api: Api,
  owner: string,
  args: Properties,
  signal: AbortSignal,
): Promise<Properties> {
  const path = `${owner}/tokens/permission_groups?${query({ name: args.name, scope: args.scope })}`;
  return answered(args, await api.list(path, signal), permissionGroup);
}

function zoneQuery(filter: Properties): string {
  const { direction, match, name, order, status, types } = filter;
  const owner = objectAt(filter, "account");
  const type = Array.isArray(types) ? types.join(",") : undefined;
  return query({
    ...{ name, direction, match, order, status, type },
    "account.id": owner.id,
    "account.name": owner.name,
  });
}

function query(parts: Record<string, Properties[string] | undefined>): string {
  return Object.entries(parts)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${encodeURIComponent(String(value))}`]))
    .join("&");
}
