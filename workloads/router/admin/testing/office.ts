import * as z from "zod";
import type { Database } from "../../database/index.ts";
import { silent } from "../../database/testing/databases.ts";
import { route, type Server, serve } from "../../http/index.ts";
import { Keyring, KeyStore } from "../../keys/index.ts";
import { keyRoutes, usageRoutes } from "../index.ts";

export const adminKey = "an-admin-key-for-tests";

export interface OfficeSettings {
  database: Database;
  /** For the snapshot of keys. */
  folder: string;
  adminKey?: string | undefined;
}

export interface Answer {
  status: number;
  // Tests read what they expect, and fail where it is not there.
  // biome-ignore lint/suspicious/noExplicitAny: JSON of another process
  body: any;
}

/** A router that serves nothing but what this folder does, and says who asks. */
export class Office {
  readonly keyring: Keyring;
  readonly #server: Server;

  static async open({ database, folder, adminKey }: OfficeSettings): Promise<Office> {
    const keyring = new Keyring({ database, folder, adminKey, log: silent });
    const whoAmI = route({
      method: "GET",
      path: "/me",
      access: "key",
      group: "test",
      summary: "Who asks.",
      answer: z.unknown(),
      handle: ({ caller }) => caller,
    });
    const server = await serve({
      routes: [whoAmI, ...keyRoutes({ store: new KeyStore(database), keyring }), ...usageRoutes(database)],
      settings: {
        host: "127.0.0.1",
        port: 0,
        bodyLimit: 64 * 1024,
        corsOrigins: [],
        trustedProxies: 0,
        maxConnections: 100,
        drainSeconds: 0,
        adminKey,
      },
      authenticate: (request) => keyring.identify(request),
      log: silent,
    });
    return new Office(keyring, server);
  }

  private constructor(keyring: Keyring, server: Server) {
    this.keyring = keyring;
    this.#server = server;
  }

  get url(): string {
    return this.#server.url;
  }

  async ask(method: string, path: string, secret?: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.#server.url}${path}`, {
      method,
      headers: {
        ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.split(";")[0] === "application/json";
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }

  async close(): Promise<void> {
    await this.keyring.close();
    await this.#server.close();
  }
}
