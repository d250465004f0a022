export { box, Outbox } from "./outbox.ts";
export { addWebhooks } from "./routes.ts";
export { shown } from "./shown.ts";
