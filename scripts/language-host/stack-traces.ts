/**
 * The SDK takes a stack trace at every promise that it makes, and has each looked up in source maps by a package that is
 * slow at it: a quarter of the time of a program with a thousand resources. What loads TypeScript here has made Node.js
 * itself map its traces, so that package, wherever it lies, is taken for one that has been loaded already.
 */
import { createRequire } from "node:module";
import { join } from "node:path";

const program = createRequire(join(process.cwd(), "package.json"));
const hook = find();
if (hook) program.cache[hook] = Object.assign(new (program("node:module").Module)(hook), { loaded: true });

function find(): string | undefined {
  try {
    const sdk = createRequire(program.resolve("@pulumi/pulumi"));
    return sdk.resolve("source-map-support/register");
  } catch {
    return undefined;
  }
}
