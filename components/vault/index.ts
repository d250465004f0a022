export { Vault, type VaultArgs } from "./vault.ts";
