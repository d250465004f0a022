export { plantAccess } from "./accounts.ts";
export { authenticated } from "./authentication.ts";
export { accessHandlers } from "./handlers.ts";
export { checkPermissions, demand, privilegesOf } from "./permissions.ts";
