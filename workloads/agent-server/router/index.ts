export { type Asked, isFinal, Router, type Tool, type Tools, wasNotDone } from "./router.ts";
