import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, onPath, readJson, writeWhole } from "./files.mjs";
import { cacheFolder, checkout, labFolder, pulumiHome } from "./paths.mjs";
import { reachable } from "./reach.mjs";
import { run } from "./run.mjs";

/**
 * @typedef {object} Plugin
 * @property {string} name
 * @property {string} version
 * @property {string} [server]
 * @property {"official" | "stand-in" | "missing"} status
 * @property {string} [path]
 * @property {string} [why] why the official one is not in use
 */

/** On PATH when a stand-in, or our language host on a foreign engine, is in use; holds nothing else. */
export const labBin = join(labFolder, "bin");
const standIns = join(checkout, "sandbox/providers/bin");
const dayMs = 24 * 3600 * 1000;

/** The plugins that our provider packages speak to. */
export function wantedPlugins() {
  const { dependencies } = readJson(join(checkout, "package.json"));
  return Object.keys(dependencies).flatMap((name) => {
    const manifest = readJson(join(checkout, "node_modules", name, "package.json"));
    const pulumi = manifest?.pulumi;
    if (!pulumi?.resource) return [];
    return {
      name: /** @type {string} */ (pulumi.name ?? name.replace(/^@pulumi\//, "").replace(/^@/, "")),
      version: /** @type {string} */ ((pulumi.version ?? manifest.version).replace(/^v/, "")),
      server: /** @type {string | undefined} */ (pulumi.server),
    };
  });
}

/**
 * @param {{ name: string, version: string }} plugin
 * @returns {string | undefined}
 */
function official({ name, version }) {
  const installed = join(pulumiHome(), "plugins", `resource-${name}-v${version}`);
  const ambient = onPath(`pulumi-resource-${name}`).find(
    (path) => !path.startsWith(labBin) && !path.startsWith(standIns),
  );
  return ambient ?? (existsSync(installed) && !existsSync(`${installed}.partial`) ? installed : undefined);
}

/** @param {string} name */
function standIn(name) {
  const path = join(standIns, `pulumi-resource-${name}`);
  return existsSync(path) ? path : undefined;
}

/** @param {{ name: string, version: string }} plugin */
function refusalNote({ name, version }) {
  return join(cacheFolder(), "refused", `resource-${name}-v${version}.json`);
}

/**
 * @param {{ name: string, version: string }} plugin
 * @returns {string | undefined}
 */
function refusal(plugin) {
  const note = readJson(refusalNote(plugin));
  return note && Date.now() - note.at < dayMs ? note.why : undefined;
}

/** Forgets every refusal, so that the next setup asks again. */
export function forgetRefusals() {
  rmSync(join(cacheFolder(), "refused"), { recursive: true, force: true });
}

/**
 * What is here now, without asking anybody; undefined when somebody is to be asked.
 * @returns {Plugin[] | undefined}
 */
function present() {
  /** @type {Plugin[]} */
  const plugins = [];
  for (const plugin of wantedPlugins()) {
    const path = official(plugin);
    const why = refusal(plugin);
    const substitute = standIn(plugin.name);
    if (path) plugins.push({ ...describe(plugin), status: "official", path });
    else if (why === undefined) return undefined;
    else if (substitute) plugins.push({ ...describe(plugin), status: "stand-in", path: substitute, why });
    else plugins.push({ ...describe(plugin), status: "missing", why });
  }
  return plugins;
}

/** @param {{ name: string, version: string, server: string | undefined }} plugin */
function describe({ name, version, server }) {
  return { name, version, ...(server && { server }) };
}

/**
 * @param {() => import("./engine/index.mjs").Engine} engine
 * @returns {import("./steps.mjs").Step<Plugin[]>}
 */
export function pluginsStep(engine) {
  return {
    name: "plugins",
    find: () => present(),
    async make(line) {
      const absent = wantedPlugins().filter((plugin) => !official(plugin) && refusal(plugin) === undefined);
      for (const plugin of absent) {
        line.update(`asking for ${plugin.name} v${plugin.version}`);
        const why = await install(engine().path, plugin);
        if (why) writeWhole(refusalNote(plugin), JSON.stringify({ at: Date.now(), why }));
      }
      const found = present() ?? [];
      const count = (/** @type {string} */ status) =>
        found.filter((plugin) => plugin.status === status).length;
      const said = ["official", "stand-in", "missing"]
        .filter((status) => count(status) > 0)
        .map((status) => `${count(status)} ${status}`)
        .join(", ");
      return { found, said: said || "none needed" };
    },
  };
}

/**
 * @param {string} engine
 * @param {{ name: string, version: string, server: string | undefined }} plugin
 * @returns {Promise<string | undefined>} why it could not be had
 */
async function install(engine, { name, version, server }) {
  // The engine tries again and again for minutes where the network is closed: a look first costs seconds.
  const source = server?.startsWith("https://") ? server : "https://get.pulumi.com";
  const hosts = [...new Set([new URL(source).host, "github.com"])];
  const closed = (await Promise.all(hosts.map(reachable))).find((why) => why !== undefined);
  if (closed) return closed;
  const { code, output, failure } = await run(
    engine,
    ["plugin", "install", "resource", name, version, ...(server ? ["--server", server] : [])],
    { timeoutMs: 300_000, env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } },
  );
  if (code === 0) return undefined;
  return failure ?? output.trim().split("\n").at(-1) ?? `pulumi plugin install exited with code ${code}`;
}

/**
 * Makes .lab/bin hold exactly the links that are in use.
 * @param {Map<string, string>} links
 */
export function linkBin(links) {
  mkdirSync(labBin, { recursive: true });
  const wanted = new Set(links.keys());
  for (const name of readdirSync(labBin)) {
    if (!wanted.has(name) || fingerprint(join(labBin, name)) !== fingerprint(links.get(name) ?? "")) {
      rmSync(join(labBin, name), { force: true });
    }
  }
  for (const [name, target] of links) {
    if (!existsSync(join(labBin, name))) symlinkSync(target, join(labBin, name));
  }
}
