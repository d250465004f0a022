import { existsSync, statSync } from "node:fs";
import { ask } from "./engine/index.mjs";
import { readNotes } from "./environment.mjs";
import { humanSize } from "./files.mjs";
import { officialLanguageHost } from "./language-host.mjs";
import { house, ownBackend, usesOwnBackend } from "./places.mjs";
import { run } from "./run.mjs";
import { passphraseFile } from "./secrets.mjs";
import { stackExists, stacks } from "./stacks.mjs";

/**
 * One part of what the lab needs, as `lab doctor` shows it.
 * @typedef {object} Finding
 * @property {string} name
 * @property {"ok" | "stand-in" | "not needed" | "missing" | "damaged"} status
 * @property {string} what a version, or what is there
 * @property {string} [from] where it is, or where it came from
 * @property {string} [why] why it is not something better
 * @property {string} [fix]
 */

/** @returns {Promise<Finding[]>} */
export async function diagnose() {
  const notes = readNotes();
  const [npm, go, engine] = await Promise.all([findNpm(), findGo(), findEngine(notes)]);
  return [
    findNode(),
    npm,
    go,
    engine,
    findHost(notes),
    ...(notes.plugins ?? []).map(findPlugin),
    findState(),
    findPassphrase(),
  ];
}

/**
 * Whether a preview can run.
 * @param {Finding[]} findings
 */
export function isSound(findings) {
  return findings.every(({ status }) => status !== "missing" && status !== "damaged");
}

/** @returns {Finding} */
function findNode() {
  return { name: "Node.js", status: "ok", what: process.version, from: process.execPath };
}

/** @returns {Promise<Finding>} */
async function findNpm() {
  const { code, output } = await run("npm", ["--version"], { timeoutMs: 20_000 });
  const version = output.trim().split("\n").at(-1) ?? "";
  return code === 0
    ? { name: "npm", status: "ok", what: version }
    : { name: "npm", status: "missing", what: "", fix: "It comes with Node.js: https://nodejs.org" };
}

/** @returns {Promise<Finding>} */
async function findGo() {
  const { code, output } = await run("go", ["version"], { timeoutMs: 20_000 });
  const version = code === 0 ? output.match(/go(\d\S*)/)?.[1] : undefined;
  if (version) return { name: "Go", status: "ok", what: version };
  return {
    name: "Go",
    status: "not needed",
    what: "",
    why: "only to build an engine where none can be downloaded",
  };
}

/**
 * @param {import("./steps.mjs").Notes} notes
 * @returns {Promise<Finding>}
 */
async function findEngine({ engine }) {
  const name = "engine";
  if (!engine) return { name, status: "missing", what: "", fix: "See above for what was tried" };
  const version = await ask(engine.path);
  const size = humanSize(statSync(engine.path, { throwIfNoEntry: false })?.size ?? 0);
  const why = engine.passed.length > 0 ? engine.passed.join("; ") : undefined;
  const base = { name, from: engine.path, ...(why && { why }) };
  if (version === engine.version)
    return { ...base, status: "ok", what: `v${version}, ${origins[engine.from]}, ${size}` };
  return {
    ...base,
    status: "damaged",
    what: version ? `answers ${version}, not ${engine.version}` : "does not answer",
    fix:
      engine.from === "PATH"
        ? "Repair or remove that pulumi"
        : "Delete that file: the next command makes it anew",
  };
}

const origins = { PATH: "on PATH", download: "official download", build: "built from the Go module proxy" };

/**
 * @param {import("./steps.mjs").Notes} notes
 * @returns {Finding}
 */
function findHost({ engine }) {
  const official = engine && officialLanguageHost(engine.path);
  if (official) return { name: "language host", status: "ok", what: "official", from: official };
  return {
    name: "language host",
    status: "stand-in",
    what: "ours",
    from: "scripts/language-host",
    why: "the engine came without one; ours does the same",
  };
}

/**
 * @param {import("./plugins.mjs").Plugin} plugin
 * @returns {Finding}
 */
function findPlugin({ name, version, status, path, why, server }) {
  const base = { name: `plugin ${name}`, ...(path && { from: path }), ...(why && { why }) };
  if (status === "official") return { ...base, status: "ok", what: `v${version}, official` };
  const install = `pulumi plugin install resource ${name} ${version}${server ? ` --server ${server}` : ""}`;
  return {
    ...base,
    status,
    what: status === "stand-in" ? `stand-in for v${version}` : `v${version}`,
    fix: `Where the network is open: npx lab doctor --retry (or ${install})`,
  };
}

/** @returns {Finding} */
function findState() {
  if (!usesOwnBackend(house)) {
    return { name: "state", status: "ok", what: "your backend", from: process.env.PULUMI_BACKEND_URL ?? "" };
  }
  const present = stacks.filter((stack) => stackExists(stack));
  const what = `stacks ${present.join(", ") || "not made yet"}`;
  if (present.length === stacks.length) return { name: "state", status: "ok", what, from: ownBackend(house) };
  return {
    name: "state",
    status: "missing",
    what,
    from: ownBackend(house),
    fix: "Any lab command makes them",
  };
}

/** @returns {Finding} */
function findPassphrase() {
  const { PULUMI_CONFIG_PASSPHRASE, PULUMI_CONFIG_PASSPHRASE_FILE } = process.env;
  const name = "passphrase";
  if (PULUMI_CONFIG_PASSPHRASE !== undefined)
    return { name, status: "ok", what: "yours", from: "PULUMI_CONFIG_PASSPHRASE" };
  const from = PULUMI_CONFIG_PASSPHRASE_FILE || passphraseFile;
  const what = from === passphraseFile ? "generated" : "yours";
  if (existsSync(from)) return { name, status: "ok", what, from };
  return {
    name,
    status: "missing",
    what: "",
    from,
    fix: "Name a file that exists, or unset PULUMI_CONFIG_PASSPHRASE_FILE",
  };
}
