export { manageApiKeys, type Terminal } from "./manage-api-keys.ts";
