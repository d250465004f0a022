import { stripVTControlCharacters } from "node:util";

export interface ShownKey {
  id: string;
  prefix: string;
  status: string;
  name: string;
  person: string;
  admin: boolean;
  models: string[];
  tools: string[];
  limits: {
    requestsPerMinute?: number;
    tokensPerMinute?: number;
    budgetPerDay?: number;
    budgetPerMonth?: number;
  };
  expiresAt: string | null;
  lastUsedAt: string | null;
}

const columns: Record<string, (key: ShownKey) => string> = {
  ID: ({ id }) => id,
  NAME: ({ name, admin }) => (admin ? `${name} (admin)` : name),
  PERSON: ({ person }) => person,
  SECRET: ({ prefix }) => `${prefix}...`,
  STATUS: ({ status }) => status,
  MODELS: ({ models }) => models.join(",") || "none",
  TOOLS: ({ tools }) => tools.join(",") || "none",
  LIMITS: ({ limits }) => limitsText(limits),
  EXPIRES: ({ expiresAt }) => momentText(expiresAt, "never"),
  "LAST USED": ({ lastUsedAt }) => momentText(lastUsedAt, "never"),
};

/** Keys for people, a line each. */
export function keyTable(keys: readonly ShownKey[]): string {
  if (keys.length === 0) return "There are no keys yet. Make one: keys create --name <name>";
  const names = Object.keys(columns);
  // Names were chosen by people: nothing in them may move the cursor.
  const rows = keys.map((key) =>
    Object.values(columns).map((text) => stripVTControlCharacters(text(key)).replace(/\p{Control}/gu, " ")),
  );
  const widths = names.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  return [names, ...rows].map(line).join("\n");
}

function limitsText({
  requestsPerMinute,
  tokensPerMinute,
  budgetPerDay,
  budgetPerMonth,
}: ShownKey["limits"]): string {
  const parts = [
    requestsPerMinute !== undefined && `${requestsPerMinute} requests/min`,
    tokensPerMinute !== undefined && `${tokensPerMinute} tokens/min`,
    budgetPerDay !== undefined && `$${budgetPerDay}/day`,
    budgetPerMonth !== undefined && `$${budgetPerMonth}/month`,
  ];
  return parts.filter((part) => part !== false).join(", ") || "none";
}

function momentText(moment: string | Date | null, otherwise: string): string {
  return moment === null ? otherwise : new Date(moment).toISOString().slice(0, 16).replace("T", " ");
}
