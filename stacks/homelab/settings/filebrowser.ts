import { stringify } from "yaml";
import { openIdOf, secretValue, written } from "../../../components/service/index.ts";

const sources = [{ path: "/files", config: { defaultEnabled: true } }];

export const config = written((hold) =>
  stringify({
    server: {
      port: 8080,
      database: "/config/database.db",
      cacheDir: "/tmp",
      sources,
      disableUpdateCheck: true,
    },
    auth: {
      adminPassword: hold(secretValue("admin")),
      methods: {
        oidc: {
          enabled: true,
          createUser: true,
          issuerUrl: hold(openIdOf("authentik", "filebrowser").issuer),
          clientId: "filebrowser",
          clientSecret: hold(secretValue("sign-in")),
        },
      },
    },
  }),
);
