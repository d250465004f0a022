export { formOf, sendFault, sendJson } from "./answer.ts";
export { checked } from "./check.ts";
export { Fault, type FaultDetails, type FaultKind } from "./fault.ts";
export { isObject, type Json, type JsonObject, parseObject } from "./json.ts";
export { parseJson } from "./parse.ts";
export { type Access, type Call, type Route, route, sent } from "./route.ts";
export { type Server, type ServerSettings, type Serving, serve } from "./server.ts";
