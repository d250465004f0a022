export { BACKUP_USER, backupPassword } from "./backup-server.ts";
export { operatorOf } from "./operator.ts";
export { setupFor } from "./setup-for.ts";
