export { Outbox, type OutboxSettings } from "./outbox.ts";
