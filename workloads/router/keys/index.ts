export type { Caller, Limits } from "./caller.ts";
export { isForwarded } from "./credentials.ts";
export { LimitExchange } from "./exchange.ts";
export type { StoredKey } from "./key.ts";
export { type IssuedKey, KeyStore, type KeyTerms } from "./key-store.ts";
export { Keyring, type KeyringSettings } from "./keyring.ts";
export { type Admission, LimitBook } from "./limits.ts";
export { mayUseModel, mayUseTool, requireModel } from "./rights.ts";
export { apiKeys } from "./table.ts";
