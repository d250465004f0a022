import { postgresAdapter } from "@payloadcms/db-postgres";
import { lexicalEditor } from "@payloadcms/richtext-lexical";
import { buildConfig } from "payload";
import { articles } from "./collections/articles";
import { media } from "./collections/media";
import { people } from "./collections/people";
import { migrations } from "./migrations";

export default buildConfig({
  admin: { user: people.slug },
  collections: [people, articles, media],
  editor: lexicalEditor(),
  secret: process.env.PAYLOAD_SECRET ?? "",
  // The tables are made, and changed, as the program starts: by files that are read before they are applied.
  db: postgresAdapter({
    pool: { connectionString: process.env.DATABASE_URI ?? "" },
    prodMigrations: migrations,
  }),
  serverURL: process.env.PUBLIC_URL ?? "",
  telemetry: false,
});
