/** Who asks, and what that one may do. */
export interface Caller {
  /** The key's id in the database; `admin` and `anonymous` have no row there. */
  keyId: string;
  /** For people: the name that the key was given. */
  name: string;
  /** The person whom conversations belong to: the key's own, or the `user` that a trusted client names. */
  person: string;
  admin: boolean;
  /** Patterns with `*`: `["qwen*", "auto"]`. */
  models: readonly string[];
  /** Names of server-side tools, patterns with `*`; none by default. */
  tools: readonly string[];
  limits: Limits;
}

/** What a key may use up. What is not said is not limited. */
export interface Limits {
  requestsPerMinute?: number | undefined;
  tokensPerMinute?: number | undefined;
  /** In US dollars. */
  budgetPerDay?: number | undefined;
  budgetPerMonth?: number | undefined;
}
