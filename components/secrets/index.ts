export { type Derivation, deriveSecret, type OwnSecret, ownSecret } from "./derivation.ts";
export { type GivenToken, missingTokensOfMachines, tokensOfMachines } from "./given.ts";
export { type Held, loginOf, secretsOf, tokensOf } from "./held.ts";
export { type KeptSecret, tunnelTokenOf, zoneTokenOf } from "./kept.ts";
export { fillKnown, isKept, type KnownSecrets, type Unknown } from "./known.ts";
export { missingTokens, planSecret, type SecretReference, type Source } from "./source.ts";
