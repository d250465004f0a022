import {
  boolean,
  defaulting,
  integer,
  list,
  number,
  object,
  oneOf,
  replacing,
  required,
  string,
} from "../../framework/shape.ts";
import { type Columns, filled, output } from "../column.ts";
import { byName, type RestKind } from "../rest-kind.ts";

/** What the API says of a zone and nobody can set: the function getZone tells the same. */
export const zoneOutputs: Columns = {
  activatedOn: output(string),
  cnameSuffix: output(string),
  createdOn: output(string),
  developmentMode: output(number),
  meta: output(
    object("meta", {
      cdnOnly: boolean,
      customCertificateQuota: integer,
      dnsOnly: boolean,
      foundationDns: boolean,
      pageRuleQuota: integer,
      phishingDetected: boolean,
      step: integer,
    }),
  ),
  modifiedOn: output(string),
  nameServers: output(list(string)),
  originalDnshost: output(string),
  originalNameServers: output(list(string)),
  originalRegistrar: output(string),
  owner: output(object("owner", { id: string, name: string, type: string })),
  permissions: output(list(string)),
  plan: output(
    object("plan", {
      canSubscribe: boolean,
      currency: string,
      externallyManaged: boolean,
      frequency: string,
      id: string,
      isSubscribed: boolean,
      legacyDiscount: boolean,
      legacyId: string,
      name: string,
      price: number,
    }),
  ),
  status: output(string),
  tenant: output(object("tenant", { id: string, name: string })),
  tenantUnit: output(object("tenantUnit", { id: string })),
  verificationKey: output(string),
};

/** As in the Zone class of @pulumi/cloudflare. */
export const zone: RestKind = {
  name: "Zone",
  columns: {
    account: replacing(required(object("account", { id: string }))),
    name: replacing(required(string)),
    paused: filled(defaulting(boolean, false)),
    type: filled(defaulting(oneOf("full", "partial", "secondary", "internal"), "full")),
    vanityNameServers: filled(list(string)),
    ...zoneOutputs,
  },
  unique: ["name"],
  importId: "<zone_id>",
  path: () => "/zones",
  update: "PATCH",
  lost: { same: ["name"], born: "created_on", query: byName },
};
