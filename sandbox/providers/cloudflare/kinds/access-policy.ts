import {
  boolean,
  defaulting,
  integer,
  list,
  number,
  object,
  oneOf,
  required,
  string,
} from "../../framework/shape.ts";
import { filled, inPath, output } from "../column.ts";
import type { RestKind } from "../rest-kind.ts";
import { rules } from "./access-rules.ts";

const approvalGroup = object("approvalGroup", {
  approvalsNeeded: required(number),
  emailAddresses: list(string),
  emailListUuid: string,
});

const clipboard = {
  allowedClipboardLocalToRemoteFormats: list(string),
  allowedClipboardRemoteToLocalFormats: list(string),
};

export const rdpRules = object("rdp", clipboard);

export const mfaConfig = object("mfaConfig", {
  allowedAuthenticators: list(string),
  mfaDisabled: boolean,
  sessionDuration: string,
});

/** As in the ZeroTrustAccessPolicy class of @pulumi/cloudflare. */
export const accessPolicy: RestKind = {
  name: "ZeroTrustAccessPolicy",
  columns: {
    accountId: inPath(required(string)),
    decision: required(oneOf("allow", "deny", "non_identity", "bypass")),
    name: required(string),
    ...rules,
    approvalGroups: list(approvalGroup),
    approvalRequired: boolean,
    connectionRules: object("connectionRules", { rdp: rdpRules }),
    isolationRequired: boolean,
    mfaConfig,
    purposeJustificationPrompt: string,
    purposeJustificationRequired: boolean,
    sessionDuration: filled(defaulting(string, "24h")),
    appCount: output(integer),
    createdAt: output(string),
    reusable: output(boolean),
    updatedAt: output(string),
  },
  importId: "<account_id>/<policy_id>",
  path: ({ accountId }) => `/accounts/${String(accountId)}/access/policies`,
  update: "PUT",
  lost: { same: ["name", "decision", "include"], born: "created_at" },
};
