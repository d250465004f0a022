export { Allowance, wished } from "./allowance.ts";
export { Suggestions } from "./suggestions.ts";
export { upcoming, wishesOf } from "./told.ts";
export { type House, type Outcome, stranger, wishFor } from "./wish.ts";
