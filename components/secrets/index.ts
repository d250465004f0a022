export { type Derivation, deriveSecret, type OwnSecret, ownSecret } from "./derivation.ts";
export { loginOf, secretsOf, tokensOf } from "./held.ts";
export { missingTokens, planSecret, type SecretReference, type Source } from "./source.ts";
export { type KeptSecret, Vault, type VaultArgs } from "./vault.ts";
