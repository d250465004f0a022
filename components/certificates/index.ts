export { certify, type Request } from "./certificate.ts";
export { type Key, keyFrom } from "./key.ts";
