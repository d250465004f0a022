import type { Database } from "../database/index.ts";
import type { Providers } from "./providers.ts";

const channel = "holds";

interface Told {
  name: string;
  reason?: string | undefined;
}

/** Lets every router that shares the database know which providers were taken out. */
export class Holds {
  #database: Database;
  readonly close: () => void;

  constructor(providers: Providers, database: Database) {
    this.#database = database;
    this.close = database.listen(channel, (payload) => {
      const { name, reason }: Told = JSON.parse(payload);
      const provider = providers.list.find((one) => one.name === name);
      if (provider) provider.heldBack = reason;
    });
  }

  async announce(name: string, reason: string | undefined): Promise<void> {
    const told: Told = { name, reason };
    await this.#database.announce(channel, JSON.stringify(told));
  }
}
