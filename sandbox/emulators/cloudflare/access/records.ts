import type { applicationTypes } from "../../../providers/cloudflare/kinds/access-application-types.ts";
import type { Body } from "../api.ts";

/** What Access remembers, as plain data. */

export type Rule = Readonly<Record<string, Body>>;

/** What decides over who is meant: any of the included, all of the required, none of the excluded. */
export interface Rules {
  include: Rule[];
  exclude: Rule[];
  require: Rule[];
}

export interface AccessGroup extends Rules {
  id: string;
  /** The account or the zone that it was made for. */
  owner: string;
  name: string;
  is_default: boolean;
  created_at: string;
  updated_at: string;
}

export const decisions = ["allow", "deny", "non_identity", "bypass"] as const;

/** Who may pass. A reusable one stands for itself; one inside of an application lives and dies with it. */
export interface AccessPolicy extends Rules {
  id: string;
  account: string;
  name: string;
  decision: (typeof decisions)[number];
  session_duration: string;
  /** There where they are true. */
  approval_required?: true;
  isolation_required?: true;
  purpose_justification_required?: true;
  purpose_justification_prompt?: string | undefined;
  approval_groups?: Body[];
  connection_rules?: Body | undefined;
  mfa_config?: Body | undefined;
  created_at: string;
  updated_at: string;
}

export type ApplicationType = (typeof applicationTypes)[number];

/** In which order policies are asked. One that is only referred to is kept by its id. */
export interface Attached {
  id: string;
  precedence: number;
  own?: AccessPolicy;
}

export interface AccessApplication {
  id: string;
  /** The account or the zone that it was made for. */
  owner: string;
  aud: string;
  type: ApplicationType;
  name: string;
  domain?: string | undefined;
  self_hosted_domains?: string[] | undefined;
  destinations?: Body[] | undefined;
  policies: Attached[];
  /** The many switches, as they were sent. */
  settings: Body;
  created_at: string;
  updated_at: string;
}
