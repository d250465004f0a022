import type { Key, NewKey } from "../../api/shapes.ts";

/** What a form holds of a key: text, until it is sent. */
export interface Terms {
  name: string;
  person: string;
  admin: boolean;
  models: string;
  requestsPerMinute: string;
  tokensPerMinute: string;
  budgetPerDay: string;
  budgetPerMonth: string;
  /** A day, as `2027-01-31`. */
  expires: string;
}

export const limitNames = ["requestsPerMinute", "tokensPerMinute", "budgetPerDay", "budgetPerMonth"] as const;

export const noTerms: Terms = {
  name: "",
  person: "",
  admin: false,
  models: "*",
  requestsPerMinute: "",
  tokensPerMinute: "",
  budgetPerDay: "",
  budgetPerMonth: "",
  expires: "",
};

export function termsOf({ name, person, admin, models, limits, expiresAt }: Key): Terms {
  const written = limitNames.map((limit) => [limit, String(limits[limit] ?? "")]);
  return {
    ...noTerms,
    ...Object.fromEntries(written),
    name,
    person,
    admin,
    models: models.join(", "),
    expires: expiresAt?.slice(0, 10) ?? "",
  };
}

/** As the router takes it. A key is valid until the end of its last day. */
export function sentAs(terms: Terms): NewKey {
  const { name, person, admin, models, expires } = terms;
  const limits = limitNames
    .filter((limit) => terms[limit] !== "")
    .map((limit) => [limit, Number(terms[limit])]);
  const patterns = models.split(/[,\s]+/).filter(Boolean);
  return {
    name: name.trim(),
    ...(person.trim() && { person: person.trim() }),
    admin,
    models: patterns.length > 0 ? patterns : ["*"],
    limits: Object.fromEntries(limits),
    expiresAt: expires ? `${expires}T23:59:59Z` : null,
  };
}
