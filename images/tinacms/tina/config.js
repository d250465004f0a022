import { defineConfig, LocalAuthProvider } from "tinacms";

/** What can be edited: texts of the site, each a Markdown file of its repository. */
export default defineConfig({
  contentApiUrlOverride: "/api/tina/gql",
  authProvider: new LocalAuthProvider(),
  client: { skip: true },
  build: { publicFolder: "public", outputFolder: "admin" },
  schema: {
    collections: [
      {
        name: "article",
        label: "Articles",
        path: "content/articles",
        format: "md",
        fields: [
          { type: "string", name: "title", label: "Title", isTitle: true, required: true },
          { type: "datetime", name: "date", label: "Date" },
          { type: "rich-text", name: "body", label: "Text", isBody: true },
        ],
      },
    ],
  },
});
