/**
 * @typedef {object} Notes What was found the last time; kept in .lab/setup.json.
 * @property {string} [packages]
 * @property {import("./engine/index.mjs").Engine} [engine]
 * @property {string} [languageHost]
 * @property {import("./plugins.mjs").Plugin[]} [plugins]
 * @property {string[]} [stacks]
 */

/**
 * A thing that must be there before anything can run.
 * @template Found
 * @typedef {object} Step
 * @property {string} name
 * @property {(notes: Notes) => Found | undefined} find quick and silent; undefined when there is something to do
 * @property {(line: import("./progress.mjs").Line) => Promise<{ found: Found, said: string }>} make does it
 */

export {};
