export { BACKUP_USER, type BackupIdentity, backupIdentity } from "./backup-identity.ts";
export { operatorOf } from "./operator.ts";
export { setupFor } from "./setup-for.ts";
