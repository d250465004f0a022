import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "esbuild";

/** Modules of packages that a program never reaches, by the end of their paths, and why it does not. */
export type LeftOut = Record<string, string>;

/** As the program's package.json says it: what a package brings along, and only somebody else needs. */
export function leftOutOf(name: string, root: string): LeftOut {
  const file = join(root, "workloads", name, "package.json");
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, "utf8")).bundle?.leaveOut ?? {};
}

/** Puts in the place of each a module that loads, and throws as soon as anything of it is used. */
export function leaveOut(modules: LeftOut): Plugin {
  return {
    name: "leave-out",
    setup({ onLoad }) {
      for (const module of Object.keys(modules)) {
        const end = module.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        onLoad({ filter: new RegExp(`node_modules/${end}$`) }, () => ({
          contents: absent(module),
          loader: "js",
        }));
      }
    },
  };
}

/** The prototype is what catches every name: of the module itself, only copies reach those who import it. */
function absent(module: string): string {
  const message = JSON.stringify(`${module} was left out of this program, and is needed after all`);
  return `module.exports = Object.create(new Proxy({}, {
    get(_, name) {
      if (name !== "__esModule" && name !== "default" && typeof name === "string") throw new Error(${message});
    },
  }));`;
}
