import type { CollectionConfig } from "payload";

/** Whoever has an account sees drafts; the house sees what is published. */
export const articles: CollectionConfig = {
  slug: "articles",
  admin: { useAsTitle: "title" },
  versions: { drafts: true },
  access: { read: ({ req }) => (req.user ? true : { _status: { equals: "published" } }) },
  fields: [
    { name: "title", type: "text", required: true, maxLength: 200 },
    { name: "slug", type: "text", required: true, unique: true },
    { name: "cover", type: "upload", relationTo: "media" },
    { name: "body", type: "richText" },
  ],
};
