import { boolean, list, map, object, oneOf, required, string } from "../../framework/shape.ts";
import { filled, kept, wire } from "../column.ts";

/** Where an attribute comes from, if not the same from every identity provider. */
const attributeSource = object("source", {
  name: string,
  nameByIdps: wire("name_by_idp", list(object("nameByIdp", { idpId: string, sourceName: string }))),
});

/** An application that others run, and that asks Access who somebody is. */
export const saasApp = object("saasApp", {
  accessTokenLifetime: filled(string),
  allowPkceWithoutClientSecret: filled(boolean),
  appLauncherUrl: string,
  authType: filled(oneOf("saml", "oidc")),
  clientId: filled(string),
  clientSecret: kept(filled(string)),
  consumerServiceUrl: string,
  customAttributes: list(
    object("customAttribute", {
      friendlyName: string,
      name: string,
      nameFormat: string,
      required: boolean,
      source: attributeSource,
    }),
  ),
  customClaims: list(
    object("customClaim", {
      name: string,
      required: boolean,
      scope: string,
      source: object("source", { name: string, nameByIdp: map(string) }),
    }),
  ),
  defaultRelayState: string,
  grantTypes: list(string),
  groupFilterRegex: string,
  hybridAndImplicitOptions: object("hybridAndImplicitOptions", {
    returnAccessTokenFromAuthorizationEndpoint: boolean,
    returnIdTokenFromAuthorizationEndpoint: boolean,
  }),
  idpEntityId: filled(string),
  nameIdFormat: filled(string),
  nameIdTransformJsonata: string,
  publicKey: filled(string),
  redirectUris: list(string),
  refreshTokenOptions: object("refreshTokenOptions", { lifetime: string }),
  samlAttributeTransformJsonata: string,
  scopes: list(string),
  spEntityId: string,
  ssoEndpoint: filled(string),
});

/** How its users are made and taken away. */
export const scimConfig = object("scimConfig", {
  authentication: object("authentication", {
    authorizationUrl: string,
    clientId: string,
    clientSecret: kept(string),
    password: kept(string),
    scheme: required(string),
    scopes: list(string),
    token: kept(string),
    tokenUrl: string,
    user: string,
  }),
  deactivateOnDelete: boolean,
  enabled: boolean,
  idpUid: required(string),
  mappings: list(
    object("mapping", {
      enabled: boolean,
      filter: string,
      operations: object("operations", { create: boolean, delete: boolean, update: boolean }),
      schema: required(string),
      strictness: string,
      transformJsonata: string,
    }),
  ),
  remoteUri: required(string),
});
