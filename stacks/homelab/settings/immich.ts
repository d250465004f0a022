import { openIdOf, ownUrl, secretValue, text, written } from "../../../components/service/index.ts";

/** Once there is such a file, its pages show settings and change none. */
export const settings = written((hold) =>
  JSON.stringify({
    newVersionCheck: { enabled: false },
    oauth: {
      enabled: true,
      buttonText: "Authentik",
      issuerUrl: hold(openIdOf("authentik", "immich").issuer),
      clientId: "immich",
      clientSecret: hold(secretValue("sign-in")),
      mobileOverrideEnabled: true, // Authentik sends nobody back to an address that only a phone knows
      mobileRedirectUri: hold(text`${ownUrl("public")}/api/oauth/mobile-redirect`),
    },
  }),
);
