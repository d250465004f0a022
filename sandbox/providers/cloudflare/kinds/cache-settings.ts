import { boolean, integer, list, map, object, oneOf, required, string } from "../../framework/shape.ts";
import { type Columns, wire } from "../column.ts";

const some = (name: string) => object(name, { all: boolean, lists: wire("list", list(string)) });

const customKey = object("customKey", {
  cookie: object("cookie", {
    checkPresences: wire("check_presence", list(string)),
    includes: wire("include", list(string)),
  }),
  header: object("header", {
    checkPresences: wire("check_presence", list(string)),
    contains: map(list(string)),
    excludeOrigin: boolean,
    includes: wire("include", list(string)),
  }),
  host: object("host", { resolved: boolean }),
  queryString: object("queryString", { exclude: some("exclude"), include: some("include") }),
  user: object("user", { deviceType: boolean, geo: boolean, lang: boolean }),
});

const statusCodeTtl = object("statusCodeTtl", {
  statusCode: integer,
  statusCodeRange: object("statusCodeRange", { from: integer, to: integer }),
  value: required(integer),
});

/** What a rule of the cache can set. */
export const cacheSettings: Columns = {
  additionalCacheablePorts: list(integer),
  browserTtl: object("browserTtl", {
    default: integer,
    mode: required(oneOf("respect_origin", "bypass_by_default", "override_origin", "bypass")),
  }),
  cache: boolean,
  cacheKey: object("cacheKey", {
    cacheByDeviceType: boolean,
    cacheDeceptionArmor: boolean,
    customKey,
    ignoreQueryStringsOrder: boolean,
  }),
  cacheReserve: object("cacheReserve", { eligible: required(boolean), minimumFileSize: integer }),
  edgeTtl: object("edgeTtl", {
    default: integer,
    mode: required(oneOf("respect_origin", "bypass_by_default", "override_origin")),
    statusCodeTtls: wire("status_code_ttl", list(statusCodeTtl)),
  }),
  originCacheControl: boolean,
  originErrorPagePassthru: boolean,
  originRangeRequests: object("originRangeRequests", { mode: required(string) }),
  readTimeout: integer,
  respectStrongEtags: boolean,
  serveStale: object("serveStale", { disableStaleWhileUpdating: boolean }),
  stripEtags: boolean,
  stripLastModified: boolean,
  stripSetCookie: boolean,
  vary: object("vary", {
    default: required(object("default", { action: required(string) })),
    headers: map(
      object("header", { action: required(string), languages: list(string), mediaTypes: list(string) }),
    ),
  }),
};
