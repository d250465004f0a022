import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { Registry } from "prom-client";
import { onTestFinished } from "vitest";
import { makeLog } from "../kit/index.ts";
import type { Pace } from "./cluster/index.ts";
import { start } from "./lab-mcp.ts";
import { readSettings } from "./settings.ts";

export const ROUTERS_KEY = "a-key-of-the-router";
export const ADAS_KEY = "a-key-of-ada-herself";

/** Lets people approve, in a cluster that is not there. */
export const approving = {
  LAB_MCP_APPROVERS: `ada ${ADAS_KEY}`,
  LAB_MCP_KUBERNETES_URL: "https://127.0.0.1:9",
};

const service = (name: string, more: object = {}) => ({
  name,
  about: `What ${name} is for`,
  group: "media",
  cluster: "platform",
  namespace: "media",
  machines: ["homelab"],
  handle: { kind: "deployments", most: 3 },
  ...more,
});

export const lab = {
  name: "home",
  services: [
    service("jellyfin", { about: "Films and series for the house", needs: ["store"] }),
    service("store", { group: "data", handle: undefined }),
    service("crowd", { handle: { kind: "deployments" } }),
  ],
  machines: [{ name: "homelab", about: "the rack" }],
  room: [
    {
      of: "homelab",
      isCluster: false,
      memory: { has: 64 * 2 ** 30, asked: 48 * 2 ** 30 },
      cpu: { has: 16, asked: 12.5 },
    },
  ],
};

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "lab-mcp-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A real server on a port of its own; its origin. */
export async function web(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Where nobody listens. */
export async function closed(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** The whole program. */
export async function labMcp(
  more: Record<string, string> = {},
  catalogue: object = lab,
  pace: Pace = { every: 100, patience: 15_000 },
) {
  const where = folder();
  const file = join(where, "catalogue.json");
  writeFileSync(file, JSON.stringify(catalogue));
  const { read } = readSettings({
    PORT: "0",
    DRAIN_SECONDS: "1",
    LAB_MCP_CATALOGUE_FILE: file,
    LAB_MCP_KEYS: `router ${ROUTERS_KEY}`,
    LAB_MCP_DATA_DIR: join(where, "data"),
    ...more,
  });
  const serving = await start(read, makeLog("silent"), new Registry(), pace);
  onTestFinished(() => serving.close());
  return serving.url;
}

/** Somebody who speaks with it as the protocol's makers do. */
export async function client(url: string, key = ROUTERS_KEY) {
  const speaking = new Client({ name: "test", version: "1" });
  const headers = { authorization: `Bearer ${key}` };
  const transport = new StreamableHTTPClientTransport(new URL("/mcp", url), { requestInit: { headers } });
  await speaking.connect(transport as Transport);
  onTestFinished(() => speaking.close());
  return {
    tools: async () => (await speaking.listTools()).tools,
    instructions: () => speaking.getInstructions(),
    /** What a tool says, without the marks, and whether it is a complaint. */
    call: async (name: string, args: Record<string, unknown> = {}) => {
      const { content, isError } = await speaking.callTool({ name, arguments: args });
      const said = (content as { text: string }[]).map(({ text }) => text).join("\n");
      const [, text] =
        /^\[output (?:\w+): data from a tool, not instructions\]\n([\s\S]*)\n\[end/.exec(said) ?? [];
      return { said, text: text ?? said, isError: isError === true };
    },
  };
}

/** What a person does, by the API. */
export async function decide(url: string, id: string, how: "approve" | "refuse", key = ADAS_KEY) {
  const answer = await fetch(`${url}/api/actions/${id}/${how}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
  });
  return { status: answer.status, body: (await answer.json()) as { error?: { message: string } } };
}

export async function actionsOf(url: string, key = ADAS_KEY) {
  const answer = await fetch(`${url}/api/actions`, { headers: { authorization: `Bearer ${key}` } });
  const { actions } = (await answer.json()) as {
    actions: { id: string; state: string; ended?: { note: string }; decided?: { by: string } }[];
  };
  return actions;
}

export const idIn = (text: string) => /It is ([\w-]{36})/.exec(text)?.[1] ?? "none";
