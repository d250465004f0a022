export * from "./calendar.ts";
export * from "./memories.ts";
export * from "./proposals.ts";
export * from "./reminders.ts";
export * from "./shopping.ts";
export * from "./turns.ts";
