import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPError } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  CallToolResultSchema,
  ErrorCode,
  McpError,
  type Tool as McpTool,
  ToolListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import type { JsonObject } from "../../http/json.ts";
import type { McpSettings } from "../schema.ts";
import { type Tool, type ToolContext, ToolError } from "../tool.ts";
import { connect } from "./connection.ts";
import { offeredName, prefixOf } from "./name.ts";
import { asText } from "./result.ts";

const MOST_TOOLS = 500;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

interface Connected {
  client: Client;
  tools: Tool[];
}

/**
 * A server of tools. It is connected to when it is needed and again when it has gone; after a failure it is left alone
 * for a while, so that no request waits for what is known to be away.
 */
export class McpServer {
  readonly name: string;
  readonly #settings: McpSettings;
  readonly #folder: string;
  #connecting: Promise<Connected> | undefined;
  #connected: Connected | undefined;
  #fault: string | undefined;
  #pause = FIRST_PAUSE;
  #restUntil = 0;
  #closed = false;

  constructor(name: string, settings: McpSettings, folder: string) {
    this.name = name;
    this.#settings = settings;
    this.#folder = folder;
  }

  get prefix(): string {
    return prefixOf(this.name);
  }

  /** Why it cannot be reached at present. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** What it offers; throws a ToolError when it cannot be reached. */
  async tools(): Promise<Tool[]> {
    return (await this.#connection()).tools;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const connected = this.#connected ?? (await this.#connecting?.catch(() => undefined));
    await connected?.client.close().catch(() => undefined);
  }

  async #connection(): Promise<Connected> {
    if (this.#connected) return this.#connected;
    if (this.#closed) throw new ToolError(`The MCP server ${this.name} is closed.`);
    if (!this.#connecting && Date.now() < this.#restUntil) throw this.#away();
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(): Promise<Connected> {
    try {
      const client = await connect(this.#settings, this.#folder);
      const connected: Connected = { client, tools: [] };
      client.onclose = () => {
        if (this.#connected === connected) this.#connected = undefined;
      };
      client.setNotificationHandler(ToolListChangedNotificationSchema, () => this.#list(connected));
      try {
        await this.#list(connected);
      } catch (error) {
        await client.close().catch(() => undefined);
        throw error;
      }
      this.#connected = connected;
      this.#fault = undefined;
      this.#pause = FIRST_PAUSE;
      return connected;
    } catch (error) {
      this.#fault = reason(error);
      this.#restUntil = Date.now() + this.#pause;
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
      throw this.#away();
    }
  }

  #away(): ToolError {
    return new ToolError(`The MCP server ${this.name} cannot be reached: ${this.#fault}.`);
  }

  async #list(connected: Connected): Promise<void> {
    const tools: Tool[] = [];
    let cursor: string | undefined;
    do {
      const page = await connected.client.listTools(cursor === undefined ? {} : { cursor }, {
        timeout: this.#settings.timeout,
      });
      tools.push(...page.tools.map((tool) => this.#offered(tool)));
      cursor = page.nextCursor;
    } while (cursor !== undefined && tools.length < MOST_TOOLS);
    connected.tools = tools;
  }

  #offered({ name, description, inputSchema, annotations }: McpTool): Tool {
    const offered = offeredName(this.name, name);
    const changes = annotations?.destructiveHint === true && annotations.readOnlyHint !== true;
    return {
      name: offered,
      description: description ?? name,
      parameters: inputSchema as JsonObject,
      // Nobody knows what a stranger's tools change: a key has to name the server at least, and where the server itself
      // warns of a tool, that tool.
      spelled: changes ? offered : this.prefix,
      changes,
      readsOnly: annotations?.readOnlyHint === true,
      run: (args, context) => this.#call(name, args as Record<string, unknown>, context),
    };
  }

  async #call(
    name: string,
    args: Record<string, unknown>,
    { signal, progress }: ToolContext,
  ): Promise<string> {
    const { client } = await this.#connection();
    try {
      const result = await client.request(
        { method: "tools/call", params: { name, arguments: args } },
        CallToolResultSchema,
        {
          signal,
          timeout: this.#settings.timeout,
          onprogress: ({ progress: done, total, message }) =>
            progress(message ?? (total === undefined ? `${done}` : `${done} of ${total}`)),
        },
      );
      const text = asText(result);
      if (result.isError) throw new ToolError(text);
      return text;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ToolError) throw error;
      const late = error instanceof McpError && error.code === ErrorCode.RequestTimeout;
      // A session that the server has forgotten, or a process that hangs, is not mended by asking again.
      if (late || !(error instanceof McpError)) await this.#forget(client);
      throw new ToolError(
        `The MCP server ${this.name} failed: ${reason(error)}.`,
        late ? "timeout" : "failed",
      );
    }
  }

  async #forget(client: Client): Promise<void> {
    if (this.#connected?.client === client) this.#connected = undefined;
    await client.close().catch(() => undefined);
  }
}

/** Short, for a model and for a log: an SDK's message may hold a whole page of HTML. */
function reason(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  if (error instanceof McpError && error.code === ErrorCode.RequestTimeout)
    return "it does not answer in time";
  if (error instanceof McpError && error.code === ErrorCode.ConnectionClosed) return "it has ended";
  if (error instanceof StreamableHTTPError && error.code) return `it answers with status ${error.code}`;
  if (code === "ENOENT") return "its program is not installed";
  const [line = ""] = message.split("\n");
  return line.length > 200 ? `${line.slice(0, 200)}...` : line.replace(/\.$/, "");
}
