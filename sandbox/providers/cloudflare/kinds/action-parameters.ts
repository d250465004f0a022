import { boolean, integer, list, map, object, oneOf, required, string } from "../../framework/shape.ts";
import { type Column, type Columns, filled, wire } from "../column.ts";
import { cacheSettings } from "./cache-settings.ts";

/** A value that stands there, or one that an expression gives. */
const dynamic = (name: string) => object(name, { expression: string, value: string });

const fieldsToLog = (name: string) => list(object(name, { name: required(string) }));
const fieldsOfAnswers = (name: string) =>
  list(object(name, { name: required(string), preserveDuplicates: filled(boolean) }));

/** The three forms in which a directive of Cache-Control is set. */
const directive = (words: string, more: Columns = {}): Column =>
  wire(words, object(words, { cloudflareOnly: filled(boolean), operation: required(string), ...more }));
const qualified = (words: string) => directive(words, { qualifiers: list(string) });
const timed = (words: string) => directive(words, { value: integer });

const overridden: Columns = {
  action: string,
  enabled: boolean,
  sensitivityLevel: string,
};

const redirect: Columns = {
  fromList: object("fromList", { key: required(string), name: required(string) }),
  fromValue: object("fromValue", {
    preserveQueryString: filled(boolean),
    statusCode: integer,
    targetUrl: required(dynamic("targetUrl")),
  }),
};

const security: Columns = {
  id: string,
  increment: integer,
  matchedData: object("matchedData", { publicKey: required(string) }),
  overrides: object("overrides", {
    ...overridden,
    categories: list(object("category", { category: required(string), ...overridden })),
    rules: list(object("rule", { id: required(string), scoreThreshold: integer, ...overridden })),
  }),
  phases: list(string),
  products: list(string),
  response: object("response", {
    content: required(string),
    contentType: required(string),
    statusCode: required(integer),
  }),
  rules: map(list(string)),
  ruleset: string,
  rulesets: list(string),
};

const configuration: Columns = {
  automaticHttpsRewrites: boolean,
  autominify: object("autominify", { css: filled(boolean), html: filled(boolean), js: filled(boolean) }),
  bic: boolean,
  contentConverter: boolean,
  disableApps: boolean,
  disableRum: boolean,
  disableZaraz: boolean,
  emailObfuscation: boolean,
  fonts: boolean,
  hotlinkProtection: boolean,
  mirage: boolean,
  opportunisticEncryption: boolean,
  polish: oneOf("off", "lossless", "lossy", "webp"),
  redirectsForAiTraining: boolean,
  requestBodyBuffering: oneOf("none", "standard", "full"),
  responseBodyBuffering: oneOf("none", "standard"),
  rocketLoader: boolean,
  securityLevel: oneOf("off", "essentially_off", "low", "medium", "high", "under_attack"),
  serverSideExcludes: boolean,
  ssl: oneOf("off", "flexible", "full", "strict", "origin_pull"),
  sxg: boolean,
};

const transformation: Columns = {
  headers: map(object("header", { expression: string, operation: required(string), value: string })),
  hostHeader: string,
  origin: object("origin", { host: string, port: integer }),
  sni: object("sni", { value: required(string) }),
  uri: object("uri", { path: dynamic("path"), query: dynamic("query") }),
};

const answers: Columns = {
  algorithms: list(object("algorithm", { name: string })),
  assetName: string,
  content: string,
  contentType: string,
  statusCode: integer,
};

const logged: Columns = {
  cookieFields: fieldsToLog("cookieField"),
  rawResponseFields: fieldsOfAnswers("rawResponseField"),
  requestFields: fieldsToLog("requestField"),
  responseFields: fieldsOfAnswers("responseField"),
  transformedRequestFields: fieldsToLog("transformedRequestField"),
};

const cacheControl: Columns = {
  expression: string,
  immutable: directive("immutable"),
  maxAge: timed("max-age"),
  mustRevalidate: directive("must-revalidate"),
  mustUnderstand: directive("must-understand"),
  noCache: qualified("no-cache"),
  noStore: directive("no-store"),
  noTransform: directive("no-transform"),
  operation: string,
  private: qualified("private"),
  proxyRevalidate: directive("proxy-revalidate"),
  public: directive("public"),
  sMaxage: timed("s-maxage"),
  staleIfError: timed("stale-if-error"),
  staleWhileRevalidate: timed("stale-while-revalidate"),
  values: list(string),
};

/** What a rule does, in detail: each action has its own part of these. */
export const actionParameters = object("actionParameters", {
  ...redirect,
  ...security,
  ...configuration,
  ...transformation,
  ...answers,
  ...logged,
  ...cacheSettings,
  ...cacheControl,
});
