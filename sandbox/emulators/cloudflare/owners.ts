export interface Account {
  id: string;
  name: string;
  created_on: string;
}

export interface User {
  id: string;
  email: string;
  created_on: string;
}

/** Whom a thing belongs to: Access and rulesets exist for accounts and for zones. */
export type Level = "accounts" | "zones";
export const levels: readonly Level[] = ["accounts", "zones"];
