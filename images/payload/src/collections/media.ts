import type { CollectionConfig } from "payload";

export const media: CollectionConfig = {
  slug: "media",
  access: { read: () => true },
  upload: { staticDir: "media", mimeTypes: ["image/*"] },
  fields: [{ name: "alt", type: "text", required: true }],
};
