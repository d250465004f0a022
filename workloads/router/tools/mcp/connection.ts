import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { CfWorkerJsonSchemaValidator } from "@modelcontextprotocol/sdk/validation/cfworker";
import type { McpSettings } from "../schema.ts";
import { ToolError } from "../tool.ts";

const LARGEST_MESSAGE = 10_000_000;

/** Starts or calls a server and shakes hands with it. Secrets are read from their files each time. */
export async function connect(settings: McpSettings, folder: string): Promise<Client> {
  // The SDK's usual validator compiles code, which a hardened runtime refuses, and weighs a sixth of the whole program.
  const jsonSchemaValidator = new CfWorkerJsonSchemaValidator();
  const client = new Client({ name: "router", version: "1" }, { jsonSchemaValidator });
  const transport = await transportFor(settings, folder);
  try {
    await client.connect(transport, { timeout: settings.timeout });
    return client;
  } catch (error) {
    await client.close().catch(() => undefined);
    throw error;
  }
}

async function transportFor(settings: McpSettings, folder: string): Promise<Transport> {
  const secret = async (path: string) => {
    const file = resolve(folder, path);
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      throw new ToolError(`its secret ${file} cannot be read (${error.code})`);
    });
    return text.trim();
  };
  if ("command" in settings) {
    const { command, args, env, envFiles } = settings;
    const secrets = Object.entries(envFiles).map(async ([name, path]) => [name, await secret(path)] as const);
    return new StdioClientTransport({
      command,
      args,
      env: { ...env, ...Object.fromEntries(await Promise.all(secrets)) },
      // It may print anything there, also what it was asked.
      stderr: "ignore",
      maxBufferSize: LARGEST_MESSAGE,
    });
  }
  const headers: Record<string, string> = { ...settings.headers };
  if (settings.tokenFile) headers.authorization = `Bearer ${await secret(settings.tokenFile)}`;
  // The SDK's own type of a session id is at odds with `exactOptionalPropertyTypes`.
  return new StreamableHTTPClientTransport(new URL(settings.url), { requestInit: { headers } }) as Transport;
}
