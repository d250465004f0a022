import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Plugin } from "esbuild";

/** Modules of packages that a program never reaches, by the end of their paths, and why it does not. */
export type LeftOut = Record<string, string>;

/** As the program's package.json says it, and the kit's: what a package brings along, and only somebody else needs. */
export function leftOutOf(name: string, root: string): LeftOut {
  return { ...saidIn(join(root, "workloads/kit")), ...saidIn(join(root, "workloads", name)) };
}

function saidIn(folder: string): LeftOut {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, "utf8")).bundle?.leaveOut ?? {};
}

/** What stands before the path of such a module in what esbuild tells of its sources. */
export const LEFT_OUT = "left-out";

/** Puts in the place of each a module that loads, and throws as soon as anything of it is used. */
export function leaveOut(modules: LeftOut): Plugin {
  const names = Object.keys(modules);
  return {
    name: LEFT_OUT,
    setup({ onLoad, onResolve, resolve }) {
      if (names.length === 0) return;
      // A file is asked for by its path, or by the name of the package whose door it is.
      const asked = names.flatMap((module) => [basename(module, ".js"), dirname(module)]);
      const filter = asked.map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
      onResolve({ filter: new RegExp(`(^|/)(${filter})(\\.js)?$`) }, async ({ path, ...args }) => {
        // Our own question comes by here again.
        if (args.pluginData === LEFT_OUT) return undefined;
        const found = await resolve(path, { ...args, pluginData: LEFT_OUT });
        const module = names.find((name) => found.path.endsWith(`node_modules/${name}`));
        return module ? { path: module, namespace: LEFT_OUT } : undefined;
      });
      onLoad({ filter: /.*/, namespace: LEFT_OUT }, ({ path }) => ({
        contents: absent(path),
        loader: "js",
      }));
    },
  };
}

/**
 * Whatever is taken from it can be called, and throws. The prototype is what catches every name: of the module itself,
 * only copies reach those who import it.
 */
function absent(module: string): string {
  const message = JSON.stringify(`${module} was left out of this program, and is needed after all`);
  return `const absent = function () { throw new Error(${message}); };
  module.exports = Object.create(new Proxy({}, {
    get: (_, name) => name === "__esModule" || typeof name === "symbol" ? undefined : absent,
  }));`;
}
