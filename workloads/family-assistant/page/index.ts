export { addPages } from "./pages.ts";
export { refusalPage } from "./refusal.ts";
export type { PagesOptions } from "./rooms.ts";
