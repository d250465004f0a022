/**
 * In Node.js 20.20 `util.inspect` never ends on a coloured stack that names a file right inside a scope, as in
 * node_modules/@pulumi/output.ts, and the SDK's source maps name such files: without this, a program that fails would
 * hang with a busy processor instead of saying why. (Node.js 24 is sound.)
 */
import { createRequire } from "node:module";
import type { InspectOptions } from "node:util";

const util = createRequire(import.meta.url)("node:util") as typeof import("node:util");
const { inspect } = util;

util.inspect = Object.assign(
  (value: unknown, ...rest: [InspectOptions?]) =>
    value instanceof Error ? inspect(value, { ...rest[0], colors: false }) : inspect(value, ...rest),
  inspect,
);
