export { releaseKind, releaseType } from "./release.ts";
