import type { CollectionConfig } from "payload";

/** Who may write. The first who comes makes the first account. */
export const people: CollectionConfig = {
  slug: "people",
  labels: { singular: "Person", plural: "People" },
  admin: { useAsTitle: "email" },
  auth: { maxLoginAttempts: 10, lockTime: 600_000 },
  fields: [],
};
