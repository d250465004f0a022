export { backupAlerts } from "./alerts.ts";
export { backupBoard } from "./board.ts";
export { RESTIC } from "./image.ts";
export { disksOf, type Engine, type Kept, keptOf, type Often } from "./kept.ts";
export { backupJob, trialJob } from "./names.ts";
export { backupSchedule, trialSchedule } from "./schedule.ts";
export { backupScripts, keeperScripts } from "./scripts.ts";
export { backupKeys, backupServerOn, repositoryOf } from "./server.ts";
export { backupAmounts } from "./size.ts";
