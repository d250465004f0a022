export { addPages, type PagesOptions } from "./pages.ts";
export { refusalPage } from "./refusal.ts";
