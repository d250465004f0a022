import { desc, eq } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Database } from "../database/index.ts";
import { Fault } from "../http/fault.ts";
import type { Limits } from "./caller.ts";
import type { StoredKey } from "./key.ts";
import { keysChanged } from "./keyring.ts";
import { hashOf, newKeyId, newSecret, prefixOf } from "./secret.ts";
import { apiKeys } from "./table.ts";

/** What a person decides about a key. */
export interface KeyTerms {
  name: string;
  person: string;
  admin: boolean;
  models: string[];
  tools: string[];
  limits: Limits;
  expiresAt: Date | null;
}

/** A key at the only moment when its secret is known. */
export interface IssuedKey {
  key: StoredKey;
  secret: string;
}

/** The keys in the database. Every change is told to all routers that share it. */
export class KeyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The newest first. */
  list(): Promise<StoredKey[]> {
    return this.#database.sql.select().from(apiKeys).orderBy(desc(apiKeys.createdAt), apiKeys.id);
  }

  async get(id: string): Promise<StoredKey> {
    const [key] = await this.#database.sql.select().from(apiKeys).where(eq(apiKeys.id, id));
    return key ?? unknown(id);
  }

  async create(terms: KeyTerms): Promise<IssuedKey> {
    const secret = newSecret();
    const [key] = await this.#database.sql
      .insert(apiKeys)
      .values({ ...terms, id: newKeyId(), hash: hashOf(secret), prefix: prefixOf(secret) })
      .returning();
    if (!key) throw new Error("the database returned no key");
    await this.#tell(key.id);
    return { key, secret };
  }

  /** What is undefined stays. */
  change(id: string, terms: { [Term in keyof KeyTerms]?: KeyTerms[Term] | undefined }): Promise<StoredKey> {
    const isEmpty = Object.values(terms).every((term) => term === undefined);
    return isEmpty ? this.get(id) : this.#update(id, terms);
  }

  /** Gives the key a new secret; the old one works for so many seconds more. */
  async rotate(id: string, graceSeconds: number): Promise<IssuedKey> {
    const { hash: previousHash, revokedAt } = await this.get(id);
    if (revokedAt) throw alreadyRevoked(id);
    const secret = newSecret();
    const key = await this.#update(id, {
      hash: hashOf(secret),
      prefix: prefixOf(secret),
      previousHash,
      previousUntil: new Date(Date.now() + graceSeconds * 1_000),
    });
    return { key, secret };
  }

  /** At once, everywhere and for good; the row stays, since usage speaks of it. */
  async revoke(id: string): Promise<StoredKey> {
    const key = await this.get(id);
    return key.revokedAt ? key : this.#update(id, { revokedAt: new Date() });
  }

  async #update(id: string, values: PgUpdateSetSource<typeof apiKeys>): Promise<StoredKey> {
    const [key] = await this.#database.sql.update(apiKeys).set(values).where(eq(apiKeys.id, id)).returning();
    if (!key) return unknown(id);
    await this.#tell(id);
    return key;
  }

  async #tell(id: string): Promise<void> {
    await this.#database.announce(keysChanged, id);
  }
}

function unknown(id: string): never {
  throw new Fault({
    status: 404,
    kind: "not_found",
    code: "key_not_found",
    message: `There is no key with the id "${id}". GET /admin/keys lists them all.`,
  });
}

function alreadyRevoked(id: string): Fault {
  return new Fault({
    status: 409,
    kind: "invalid_request",
    code: "key_revoked",
    message: `The key "${id}" has been revoked, and stays so. Create a new one.`,
  });
}
