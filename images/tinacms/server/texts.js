import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createDatabase, FilesystemBridge, resolve } from "@tinacms/datalayer";
import { MemoryLevel } from "memory-level";

const GENERATED = new URL("../tina/__generated__/", import.meta.url);

/** The texts, as TinaCMS asks for them. Its index is in memory: it follows from what is in the repository. */
export class Texts {
  #known = "";
  #database;
  #repository;

  /** @param {import("./git.js").Repository} repository */
  constructor(repository) {
    this.#repository = repository;
    const write = (/** @type {string} */ file) => repository.publish(`Write ${file}`);
    this.#database = createDatabase({
      bridge: new FilesystemBridge(repository.at.folder),
      databaseAdapter: new MemoryLevel({ valueEncoding: "json" }),
      gitProvider: { onPut: write, onDelete: (file) => repository.publish(`Delete ${file}`) },
      namespace: repository.at.branch,
    });
  }

  /** Reads all of them anew where somebody has changed them elsewhere. */
  async follow() {
    const commit = await this.#repository.update();
    if (commit === this.#known) return;
    const [graphQLSchema, schema, lookup] = await Promise.all(
      ["_graphql", "_schema", "_lookup"].map(generated),
    );
    await this.#database.indexContent({ graphQLSchema, tinaSchema: { schema }, lookup });
    this.#known = commit;
  }

  /** @param {{ query: string, variables: object }} asked */
  request({ query, variables }) {
    return resolve({
      config: { useRelativeMedia: true },
      database: this.#database,
      query,
      variables,
      verbose: false,
      silenceErrors: true,
    });
  }
}

/** @param {string} name */
async function generated(name) {
  return JSON.parse(await readFile(join(GENERATED.pathname, `${name}.json`), "utf8"));
}
