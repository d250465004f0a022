import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "undici";
import { expect } from "vitest";
import { makeLog } from "../../../kit/index.ts";
import type { Database } from "../../database/index.ts";
import { type JsonObject, type Server, serve } from "../../http/index.ts";
import type { Caller } from "../../keys/caller.ts";
import { Memory, type MemoryAsk, type MemorySettings, type Turn } from "../index.ts";
import { messagesOf } from "../message.ts";
import { PlayedModels } from "./models.ts";

const settings = {
  host: "127.0.0.1",
  port: 0,
  bodyLimit: 1024 * 1024,
  corsOrigins: [],
  trustedProxies: 0,
  maxConnections: 100,
  drainSeconds: 1,
  adminKey: "an admin's key",
};

export function callerOf(person: string): Caller {
  const admin = person === "admin";
  return { keyId: `key-of-${person}`, name: person, person, admin, models: ["*"], tools: [], limits: {} };
}

/** A router's memory behind its real server; a key is the name of its person. */
export class House {
  readonly memory: Memory;
  readonly models = new PlayedModels();
  readonly logged: string[] = [];
  readonly #leave: () => unknown;
  readonly #server: Server;
  #requests = 0;

  /** In a folder that is given, it finds and leaves what waits for the database. */
  static async open(database: Database, told: Partial<MemorySettings> = {}, given?: string): Promise<House> {
    const folder = given ?? mkdtempSync(join(tmpdir(), "house-"));
    const models = new PlayedModels();
    const logged: string[] = [];
    const note = (facts: unknown, message?: string) => void logged.push(JSON.stringify([facts, message]));
    const log = {
      ...makeLog("silent"),
      debug: note,
      info: note,
      warn: note,
      error: note,
      isLevelEnabled: () => false,
    };
    const memory = new Memory({ folder, database, models, settings: told, log });
    await memory.keepHouse();
    const server = await serve({
      routes: memory.routes,
      settings,
      authenticate: ({ headers }) => callerOf(headers.authorization ?? "anonymous"),
      log,
    });
    const leave = () => given ?? rmSync(folder, { recursive: true });
    return new House(leave, memory, models, logged, server);
  }

  private constructor(
    leave: () => unknown,
    memory: Memory,
    models: PlayedModels,
    logged: string[],
    server: Server,
  ) {
    this.#leave = leave;
    this.memory = memory;
    this.models = models;
    this.logged = logged;
    this.#server = server;
  }

  async close(): Promise<void> {
    await this.#server.close();
    await this.memory.close();
    this.#leave();
  }

  /** What the router does with a request, up to where a provider is asked. */
  async recall(
    person: string,
    ask: Partial<MemoryAsk>,
    messages: JsonObject[],
    contextTokens = 8_000,
  ): Promise<{ messages: JsonObject[]; turn: Turn | undefined }> {
    this.#requests += 1;
    const recalled = await this.memory.recall(
      { model: "played", messages },
      {
        id: `request-${process.pid}-${Math.random()}-${this.#requests}`,
        caller: callerOf(person),
        ask: { store: false, ...ask },
        contextTokens,
        signal: new AbortController().signal,
      },
    );
    return { messages: messagesOf(recalled.body), turn: recalled.turn };
  }

  /** One turn from question to answer. Gives back what the provider was asked. */
  async say(
    person: string,
    conversation: string,
    question: string | JsonObject[],
    answer: string | JsonObject,
    contextTokens?: number,
  ): Promise<JsonObject[]> {
    const asked = typeof question === "string" ? [{ role: "user", content: question }] : question;
    const { messages, turn } = await this.recall(person, { conversation }, asked, contextTokens);
    if (!turn) throw new Error("nothing would be remembered");
    const told = typeof answer === "string" ? { role: "assistant", content: answer } : answer;
    this.memory.remember({ turn, answer: told });
    return messages;
  }

  async get(person: string, path: string): Promise<JsonObject> {
    return this.ask(person, "GET", path);
  }

  /** The answer's JSON, which has to come with this status. */
  async ask(
    person: string,
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    body?: JsonObject,
    status = 200,
  ): Promise<JsonObject> {
    const answer = await request(`${this.#server.url}${path}`, {
      method,
      headers: { authorization: person },
      body: body ? JSON.stringify(body) : null,
    });
    const text = await answer.body.text();
    expect([answer.statusCode, text]).toEqual([status, expect.anything()]);
    return text.startsWith("{") && !path.includes("/export") ? JSON.parse(text) : { text };
  }

  /** The texts of a conversation, in their order. */
  async texts(person: string, conversation: string): Promise<unknown[]> {
    const path = `/v1/conversations/${encodeURIComponent(conversation)}/messages?limit=100`;
    const { data } = await this.get(person, path);
    return Array.isArray(data) ? data.map((row) => ((row as JsonObject).message as JsonObject).content) : [];
  }
}
