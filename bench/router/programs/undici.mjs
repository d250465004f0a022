import { createRequire } from "node:module";

const fromRouter = createRequire(new URL("../../../workloads/router/package.json", import.meta.url));

// The router's own: what stands at the root belongs to another package, and asks for a newer Node.
export const { Pool } = /** @type {typeof import("undici")} */ (fromRouter("undici"));
