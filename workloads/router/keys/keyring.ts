import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import type { Log } from "../../kit/index.ts";
import { type Database, reasonOf } from "../database/index.ts";
import { Fault } from "../http/fault.ts";
import { pause } from "../pause.ts";
import type { Caller } from "./caller.ts";
import { asksFromThisMachine, secretOf } from "./credentials.ts";
import { callerOf, type StoredKey } from "./key.ts";
import { hashOf, sameHash } from "./secret.ts";
import { readSnapshot, writeSnapshot } from "./snapshot.ts";
import { apiKeys } from "./table.ts";

/** On which the routers tell each other that keys have changed. */
export const keysChanged = "keys";

const lookAgain = 30_000;
const noteUse = 30_000;
/** As long as any hash, and equal to none. */
const nobody = "-".repeat(64);

export interface KeyringSettings {
  database: Database;
  /** Of this router alone. */
  folder: string;
  /** May do everything, without limits. */
  adminKey?: string | undefined;
  log: Log;
}

interface KnownKey {
  key: StoredKey;
  caller: Caller;
}

/** Says who asks, from memory: a database that is away changes nothing for keys that are known. */
export class Keyring {
  readonly #database: Database;
  readonly #file: string;
  readonly #log: Log;
  readonly #adminHash: string | undefined;
  readonly #closing = new AbortController();
  readonly #stopListening: () => void;
  readonly #used = new Map<string, Date>();
  #byHash = new Map<string, KnownKey>();
  #snapshot = "";
  /** Undefined until the keys are known. */
  #count: number | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor({ database, folder, adminKey, log }: KeyringSettings) {
    this.#database = database;
    this.#file = join(folder, "keys.json");
    this.#log = log;
    this.#adminHash = adminKey ? hashOf(adminKey) : undefined;
    const known = readSnapshot(this.#file);
    if (known) this.#take(known);
    // An embedded database is this router's own: what it has never told, it does not have.
    else if (!database.shared) this.#count = 0;
    const refresh = () => void this.refresh().catch(() => {});
    this.#stopListening = database.listen(keysChanged, refresh, refresh);
    void this.#keepFresh();
    void this.#keepNotingUse();
  }

  /** Throws a Fault where nobody may ask so. */
  identify(request: IncomingMessage): Caller {
    const secret = secretOf(request);
    // Clients that insist on a key send any; where there are none, that is as good as nothing.
    if (this.#isOpen(request)) return anonymous;
    if (secret === undefined) throw missing();
    const hash = hashOf(secret);
    const found = this.#byHash.get(hash);
    // All that follows takes as long for a secret that nobody has.
    const isAdmin = sameHash(hash, this.#adminHash ?? nobody);
    const isKnown = sameHash(hash, found ? hash : nobody);
    if (isAdmin) return admin;
    if (found && isKnown) return this.#admit(found.key, found.caller, hash);
    if (this.#count === undefined) throw notYetKnown();
    throw refused("invalid_api_key", "This API key is not known here. Has it been copied whole?");
  }

  /** Reads the keys anew; fails when the database is away, and then the old ones stay. */
  refresh(): Promise<void> {
    const reading = this.#reading.catch(() => {}).then(() => this.#read());
    this.#reading = reading;
    return reading;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#stopListening();
    await this.#writeUse().catch(() => {});
  }

  /** Somebody who has made no key yet, at the machine itself, need not make one. */
  #isOpen(request: IncomingMessage): boolean {
    if (this.#adminHash !== undefined || !asksFromThisMachine(request)) return false;
    if (this.#count === undefined) throw notYetKnown();
    return this.#count === 0;
  }

  #admit(key: StoredKey, caller: Caller, hash: string): Caller {
    const now = new Date();
    if (key.revokedAt) throw refused("revoked_api_key", `The key "${key.name}" has been revoked.`);
    if (key.expiresAt && key.expiresAt <= now) {
      throw refused(
        "expired_api_key",
        `The key "${key.name}" has expired on ${key.expiresAt.toISOString()}.`,
      );
    }
    if (hash !== key.hash && !(key.previousUntil && key.previousUntil > now)) {
      throw refused("rotated_api_key", `The key "${key.name}" has been replaced by a new secret.`);
    }
    this.#used.set(key.id, now);
    return caller;
  }

  async #read(): Promise<void> {
    const keys = await this.#database.sql.select().from(apiKeys).orderBy(apiKeys.id);
    this.#take(keys);
    const snapshot = JSON.stringify(keys);
    if (snapshot === this.#snapshot) return;
    try {
      writeSnapshot(this.#file, snapshot);
      this.#snapshot = snapshot;
    } catch (error) {
      this.#log.warn({ reason: reasonOf(error) }, "the keys are not kept for a start without the database");
    }
  }

  #take(keys: readonly StoredKey[]): void {
    const byHash = new Map<string, KnownKey>();
    for (const key of keys) {
      const entry = { key, caller: callerOf(key) };
      byHash.set(key.hash, entry);
      if (key.previousHash) byHash.set(key.previousHash, entry);
    }
    this.#byHash = byHash;
    this.#count = keys.length;
  }

  async #keepFresh(): Promise<void> {
    await this.#database.ready;
    let said = "";
    while (!this.#closing.signal.aborted) {
      try {
        await this.refresh();
        said = "";
      } catch (error) {
        const reason = reasonOf(error);
        if (reason !== said)
          this.#log.warn({ reason }, "cannot read the keys anew; the known ones stay valid");
        said = reason;
      }
      await pause(lookAgain, this.#closing.signal);
    }
  }

  async #keepNotingUse(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await pause(noteUse, this.#closing.signal);
      // Only for people to look at: lost when the database is away, and said elsewhere then.
      await this.#writeUse().catch(() => {});
    }
  }

  async #writeUse(): Promise<void> {
    if (this.#used.size === 0) return;
    const used = JSON.stringify([...this.#used].map(([id, at]) => ({ id, at })));
    this.#used.clear();
    await this.#database.sql.execute(sql`
      UPDATE ${apiKeys} SET last_used_at = greatest(last_used_at, used.at)
      FROM json_to_recordset(${used}) AS used (id text, at timestamptz) WHERE ${apiKeys.id} = used.id`);
  }
}

const admin: Caller = {
  keyId: "admin",
  name: "admin",
  person: "admin",
  admin: true,
  models: ["*"],
  tools: ["*"],
  limits: {},
};

const anonymous: Caller = {
  keyId: "anonymous",
  name: "anonymous",
  person: "anonymous",
  admin: false,
  models: ["*"],
  tools: [],
  limits: {},
};

function refused(code: string, message: string): Fault {
  return new Fault({ status: 401, kind: "authentication", code, message });
}

function missing(): Fault {
  const message = "An API key is needed: send it as `Authorization: Bearer sk-...` or as `x-api-key`.";
  return refused("missing_api_key", message);
}

function notYetKnown(): Fault {
  return new Fault({
    status: 503,
    kind: "overloaded",
    code: "keys_not_loaded",
    message: "The router has just started, and its database has not told the keys yet. Try again soon.",
    retryAfter: 2,
  });
}
